package io.pulsefeed.deployment.monitoring;

import io.pulsefeed.deployment.process.Daemon;
import io.pulsefeed.deployment.process.KafkaJvm;
import io.pulsefeed.deployment.process.KafkaTools;
import io.pulsefeed.deployment.process.PropertiesFile;
import io.pulsefeed.deployment.process.ShippedPlugins;
import io.pulsefeed.testing.Checkout;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Broker and worker with the JMX agent and the shipped rules, and the exporter. */
public final class KafkaPrograms {

    private static final String CLUSTER_ID = "cHVsc2VmZWVkLXdhdGNoZQ";

    private KafkaPrograms() {}

    /** A formatted node, ready to start. Only a controller listens on {@code controllerPort}. */
    public static Daemon broker(int id, boolean controller, int port, int controllerPort, int jmxPort, Path folder) {
        Properties settings = PropertiesFile.read(
                Checkout.path("tools/local-stack/src/main/resources/io/pulsefeed/stack/broker/broker.properties"));
        String client = "PLAINTEXT://127.0.0.1:" + port;
        settings.setProperty("node.id", String.valueOf(id));
        settings.setProperty("process.roles", controller ? "broker,controller" : "broker");
        settings.setProperty("listeners", controller ? client + ",CONTROLLER://127.0.0.1:" + controllerPort : client);
        settings.setProperty("advertised.listeners", client);
        settings.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.setProperty("log.dirs", folder.resolve("data").toString());
        Path file = PropertiesFile.write(settings, folder.resolve("broker.properties"));
        KafkaTools.format(file, CLUSTER_ID);
        KafkaJvm jvm = withJmxAgent(KafkaJvm.broker(256), "broker", jmxPort, folder);
        return new Daemon("broker-" + id, jvm.command("kafka.Kafka", file.toString()), folder);
    }

    /** A distributed worker that loads the four plugins from their zips. */
    static Daemon worker(String bootstrap, int port, int jmxPort, Map<String, String> environment, Path folder) {
        Properties settings = PropertiesFile.read(Checkout.path("connect-config/worker/local.properties"));
        settings.setProperty("bootstrap.servers", bootstrap);
        settings.setProperty("listeners", "http://127.0.0.1:" + port);
        settings.setProperty("rest.advertised.host.name", "127.0.0.1");
        settings.setProperty(
                "plugin.path", ShippedPlugins.unpack(folder.resolve("plugins")).toString());
        settings.setProperty("config.providers.file.param.allowed.paths", folder.toString());
        Path file = PropertiesFile.write(settings, folder.resolve("worker.properties"));
        KafkaJvm jvm = withJmxAgent(KafkaJvm.worker(384), "connect", jmxPort, folder);
        return new Daemon(
                "worker",
                jvm.command("org.apache.kafka.connect.cli.ConnectDistributed", file.toString())
                        .with(environment),
                folder);
    }

    /** The stand-in for the Kafka exporter, with the same metric names and labels, read from the real cluster. */
    static Daemon exporter(String bootstrap, int port, Path folder) {
        String source = Checkout.path("dev/rehearse/standin/kafka-exporter/KafkaExporter.java")
                .toString();
        return new Daemon(
                "kafka-exporter",
                KafkaJvm.worker(64)
                        .loggingInto(folder.resolve("logs"))
                        .command(source, "--kafka.server=" + bootstrap, "--web.listen-address=127.0.0.1:" + port),
                folder);
    }

    private static KafkaJvm withJmxAgent(KafkaJvm jvm, String rules, int jmxPort, Path folder) {
        Path agent = KafkaJvm.jarWith("io.prometheus.jmx.JavaAgent");
        return jvm.loggingInto(folder.resolve("logs"))
                .with("-javaagent:" + agent + "=127.0.0.1:" + jmxPort + ":"
                        + Checkout.path("monitoring/jmx/" + rules + ".yml"));
    }
}
