package io.pulsefeed.deployment.cluster;

import io.pulsefeed.deployment.process.Daemon;
import io.pulsefeed.deployment.process.KafkaJvm;
import io.pulsefeed.deployment.process.KafkaTools;
import io.pulsefeed.deployment.process.PropertiesFile;
import java.nio.file.Path;
import java.util.Properties;

/** One node of a cluster, as a process that can be killed and started again on its data. */
final class KafkaNode implements AutoCloseable {

    private static final String CLUSTER_ID = "cHVsc2VmZWVkLWdyb3d0aA";

    private final int id;
    private final int port;
    private final Path folder;
    private final Daemon process;

    private KafkaNode(int id, int port, Path folder, Daemon process) {
        this.id = id;
        this.port = port;
        this.folder = folder;
        this.process = process;
    }

    /** A node that is broker and controller, as all three of the shipped cluster are. */
    static KafkaNode combined(int id, int port, int controllerPort, String voters, Path folder) {
        Properties settings = settings(id, port, voters, folder);
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("listeners", client(port) + ",CONTROLLER://127.0.0.1:" + controllerPort);
        return formatted(id, port, folder, settings);
    }

    /** A node that joins as broker only: the controllers stay who they are. */
    static KafkaNode broker(int id, int port, String voters, Path folder) {
        Properties settings = settings(id, port, voters, folder);
        settings.setProperty("process.roles", "broker");
        settings.setProperty("listeners", client(port));
        return formatted(id, port, folder, settings);
    }

    private static KafkaNode formatted(int id, int port, Path folder, Properties settings) {
        Path file = PropertiesFile.write(settings, folder.resolve("server.properties"));
        KafkaTools.format(file, CLUSTER_ID);
        KafkaJvm jvm = KafkaJvm.broker(256).loggingInto(folder.resolve("logs"));
        Daemon process = new Daemon("node-" + id, jvm.command("kafka.Kafka", file.toString()), folder);
        return new KafkaNode(id, port, folder, process);
    }

    private static String client(int port) {
        return "PLAINTEXT://127.0.0.1:" + port;
    }

    private static Properties settings(int id, int port, String voters, Path folder) {
        Properties settings = new Properties();
        settings.setProperty("node.id", String.valueOf(id));
        settings.setProperty("controller.quorum.voters", voters);
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("advertised.listeners", client(port));
        settings.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty("log.dirs", folder.resolve("data").toString());
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("default.replication.factor", "3");
        settings.setProperty("min.insync.replicas", "2");
        settings.setProperty("offsets.topic.replication.factor", "3");
        settings.setProperty("offsets.topic.num.partitions", "3");
        settings.setProperty("transaction.state.log.replication.factor", "3");
        settings.setProperty("transaction.state.log.min.isr", "2");
        settings.setProperty("transaction.state.log.num.partitions", "3");
        // Sooner than the defaults: a killed broker is noticed, and let in again, within seconds.
        settings.setProperty("broker.session.timeout.ms", "5000");
        settings.setProperty("broker.heartbeat.interval.ms", "1000");
        // Four nodes on a small machine.
        settings.setProperty("log.cleaner.dedupe.buffer.size", "2097152");
        settings.setProperty("num.io.threads", "2");
        settings.setProperty("num.network.threads", "2");
        return settings;
    }

    KafkaNode start() {
        process.start();
        return this;
    }

    /** {@code kill -9}. */
    void kill() {
        process.kill();
    }

    int id() {
        return id;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** The end of this node's output and log, for a failing test. */
    String tail() {
        return process.tail() + "\n" + Daemon.tailOf(folder.resolve("logs/broker.log"));
    }

    @Override
    public void close() {
        process.close();
    }
}
