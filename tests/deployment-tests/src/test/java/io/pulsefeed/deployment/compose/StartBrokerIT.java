package io.pulsefeed.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.deployment.process.Command;
import io.pulsefeed.deployment.process.Daemon;
import io.pulsefeed.deployment.process.KafkaJvm;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the broker of the image, with Kafka's own setup of the image, and a real broker that is killed. */
class StartBrokerIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int PARTITIONS = 200;
    private static final int KILLS = 2;

    @TempDir
    private Path folder;

    private String bootstrap;
    private Daemon broker;

    @BeforeEach
    void prepareTheImage() throws IOException {
        int[] ports = FreePorts.take(3);
        bootstrap = "127.0.0.1:" + ports[0];
        for (String each : List.of("defaults", "mounted", "final")) {
            Files.createDirectory(folder.resolve(each));
        }
        for (String file : List.of("server.properties", "log4j2.yaml", "tools-log4j2.yaml")) {
            Files.createFile(folder.resolve("defaults").resolve(file));
        }
        Path agent = KafkaJvm.jarWith("io.prometheus.jmx.JavaAgent");
        Command script = Command.of(
                        List.of(Checkout.path("packaging/image/start-broker").toString()))
                .with(Map.ofEntries(
                        Map.entry("KAFKA_RUN", imageEntryPoint().toString()),
                        Map.entry("JMX_AGENT", agent.toString()),
                        Map.entry("JMX_AGENT_PORT", Integer.toString(ports[2])),
                        Map.entry(
                                "JMX_RULES",
                                Checkout.path("monitoring/jmx/broker.yml").toString()),
                        Map.entry("CLUSTER_ID", "5L6g3nShT-eMCtK--X86sw"),
                        Map.entry("KAFKA_NODE_ID", "1"),
                        Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                        Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@127.0.0.1:" + ports[1]),
                        Map.entry("KAFKA_LISTENERS", "INTERNAL://" + bootstrap + ",CONTROLLER://127.0.0.1:" + ports[1]),
                        Map.entry("KAFKA_ADVERTISED_LISTENERS", "INTERNAL://" + bootstrap),
                        Map.entry("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                        Map.entry("KAFKA_INTER_BROKER_LISTENER_NAME", "INTERNAL"),
                        Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                        Map.entry("KAFKA_LOG_DIRS", folder.resolve("data").toString()),
                        Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
                        Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1"),
                        Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"),
                        Map.entry("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "1")));
        broker = new Daemon("start-broker", script, folder);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    /** The entry point of the image: Kafka's own class converts the variables to properties and formats the directory. */
    private Path imageEntryPoint() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path jars = Checkout.path("tools/local-stack/target/stack/broker");
        String start = java + " -Xmx256m -XX:TieredStopAtLevel=1 -cp '" + jars + "/*' ";
        String script = "#!/bin/sh\n"
                + start + "kafka.docker.KafkaDockerWrapper setup --default-configs-dir " + folder.resolve("defaults")
                + " --mounted-configs-dir " + folder.resolve("mounted") + " --final-configs-dir "
                + folder.resolve("final") + " || true\n"
                + "exec " + start.replace(" -cp", " $KAFKA_OPTS -cp") + "kafka.Kafka "
                + folder.resolve("final/server.properties") + "\n";
        return Files.writeString(
                Files.createFile(
                        folder.resolve("run"),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"))),
                script);
    }

    @Test
    void completesTheTransactionsThatWereBeingCommittedWhenTheBrokerWasKilled() throws Exception {
        broker.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            // On a loaded machine the first answer can take longer than a request waits.
            await().atMost(LIMIT)
                    .ignoreExceptionsInstanceOf(TimeoutException.class)
                    .untilAsserted(
                            () -> assertThat(admin.describeCluster().nodes().get(5, TimeUnit.SECONDS))
                                    .as(broker.tail())
                                    .hasSize(1));
            admin.createTopics(List.of(new NewTopic("events", PARTITIONS, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        for (int kill = 0; kill < KILLS; kill++) {
            commitAndKill();
            broker.start();
            await().atMost(LIMIT).untilAsserted(this::assertThatNoTransactionIsOpen);
        }
    }

    /** The commit returns when the coordinator has stored the decision; the markers in the partitions follow. */
    private void commitAndKill() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "transactional.id", "sender", "transaction.timeout.ms", "5000");
        KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        try {
            producer.initTransactions();
            producer.beginTransaction();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                producer.send(new ProducerRecord<>("events", partition, "key", "value"));
            }
            producer.commitTransaction();
            broker.kill();
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    private void assertThatNoTransactionIsOpen() {
        try (KafkaAdmin admin = KafkaAdmin.create(Map.of("bootstrap.servers", bootstrap), Duration.ofSeconds(5))) {
            List<TopicPartition> partitions = admin.partitions(List.of("events"));
            assertThat(admin.lastStableOffsets(partitions)).as(broker.tail()).isEqualTo(admin.endOffsets(partitions));
        } catch (AdminException e) {
            throw new AssertionError(broker.tail(), e);
        }
    }
}
