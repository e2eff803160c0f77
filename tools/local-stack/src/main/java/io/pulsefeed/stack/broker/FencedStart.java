package io.pulsefeed.stack.broker;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares the start of a broker that was killed. Until the controller has fenced the killed broker, the new process still regards itself
 * as the leader of its partitions. It loads the transactions that were being committed and sends their markers. When the fencing then
 * removes the leaders, Kafka 4 drops the markers as those of deleted topics: readers of committed records wait forever at such a
 * transaction. The worker is one of them. So the controller runs alone first, until it has fenced the killed broker.
 */
final class FencedStart {

    private static final Logger LOG = LoggerFactory.getLogger(FencedStart.class);
    private static final String CLEAN_SHUTDOWN_FILE = ".kafka_cleanshutdown";
    private static final String STARTED_FILE = "recovery-point-offset-checkpoint";

    /** The session of a broker times out after 6 s. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(50);

    private FencedStart() {}

    /** Returns at once if the last shutdown was clean, or if this is the first start. */
    static void prepare(Properties broker) {
        Path data = Path.of(broker.getProperty("log.dirs"));
        if (!Files.exists(data.resolve(STARTED_FILE)) || Files.exists(data.resolve(CLEAN_SHUTDOWN_FILE))) {
            return;
        }
        LOG.info("The broker was killed. Waiting until the controller has fenced it.");
        Properties properties = controllerOnly(broker);
        KafkaRaftServer controller = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        controller.startup();
        try {
            awaitFenced();
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    private static Properties controllerOnly(Properties broker) {
        Properties properties = new Properties();
        properties.putAll(broker);
        properties.setProperty("process.roles", "controller");
        for (String listener : broker.getProperty("listeners").split(",")) {
            if (listener.startsWith("CONTROLLER:")) {
                properties.setProperty("listeners", listener);
            }
        }
        properties.remove("advertised.listeners");
        properties.remove("inter.broker.listener.name");
        return properties;
    }

    /** The controller fences the broker when its session times out. A broker that was killed before it had registered is never fenced. */
    private static void awaitFenced() {
        long deadlineMonoNs = System.nanoTime() + LIMIT.toNanos();
        while (brokers("ActiveBrokerCount") != 0 || brokers("FencedBrokerCount") == 0) {
            if (System.nanoTime() > deadlineMonoNs) {
                LOG.warn("The controller did not fence the killed broker within {} s", LIMIT.toSeconds());
                return;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** A metric of the controller, or -1 while it does not exist. */
    private static int brokers(String metric) {
        MBeanServer metrics = ManagementFactory.getPlatformMBeanServer();
        try {
            Object value = metrics.getAttribute(
                    new ObjectName("kafka.controller:type=KafkaController,name=" + metric), "Value");
            return ((Number) value).intValue();
        } catch (JMException e) {
            return -1;
        }
    }
}
