package io.pulsefeed.deployment.monitoring;

import io.pulsefeed.deployment.Checkout;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Broker, worker and exporter as processes, from the jars that the build left, with the JMX agent and the shipped rules. */
final class KafkaPrograms {

    private static final String CLUSTER_ID = "cHVsc2VmZWVkLXdhdGNoZQ";
    private static final Path STACK = Checkout.path("local-stack/target/stack");
    private static final List<String> PLUGINS =
            List.of("kraken-source", "article-source", "emotibit-source", "timescale-sink");

    private KafkaPrograms() {}

    /** A node formatted and ready to start. Roles other than broker need the controller's port. */
    static Daemon broker(int id, boolean controller, int port, int controllerPort, int jmxPort, Path folder) {
        Properties settings = new Properties();
        load(settings, Checkout.path("local-stack/src/main/resources/io/pulsefeed/stack/broker/broker.properties"));
        String client = "PLAINTEXT://127.0.0.1:" + port;
        settings.setProperty("node.id", String.valueOf(id));
        settings.setProperty("process.roles", controller ? "broker,controller" : "broker");
        settings.setProperty("listeners", controller ? client + ",CONTROLLER://127.0.0.1:" + controllerPort : client);
        settings.setProperty("advertised.listeners", client);
        settings.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.setProperty("log.dirs", folder.resolve("data").toString());
        Path file = store(settings, folder.resolve("broker.properties"));
        format(file, folder);
        return java(
                "broker-" + id,
                "broker",
                "broker",
                256,
                jmxPort,
                List.of("kafka.Kafka", file.toString()),
                Map.of(),
                folder);
    }

    private static void format(Path file, Path folder) {
        List<String> arguments = List.of("kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", file.toString());
        Path output = folder.resolve("format.out");
        try {
            Process process = new ProcessBuilder(command("broker", 128, List.of(), arguments, folder))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("the broker's folder could not be formatted: "
                        + Files.readString(output, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A distributed worker with our four plugins, which it loads from their zips. */
    static Daemon worker(String bootstrap, int port, int jmxPort, Map<String, String> environment, Path folder) {
        Properties settings = new Properties();
        load(settings, Checkout.path("connect-config/worker/local.properties"));
        Path plugins = folder.resolve("plugins");
        PLUGINS.forEach(plugin -> unpack(plugin, plugins.resolve(plugin)));
        settings.setProperty("bootstrap.servers", bootstrap);
        settings.setProperty("listeners", "http://127.0.0.1:" + port);
        settings.setProperty("rest.advertised.host.name", "127.0.0.1");
        settings.setProperty("plugin.path", plugins.toString());
        settings.setProperty("config.providers.file.param.allowed.paths", folder.toString());
        Path file = store(settings, folder.resolve("worker.properties"));
        List<String> arguments = List.of("org.apache.kafka.connect.cli.ConnectDistributed", file.toString());
        return java("worker", "worker", "connect", 384, jmxPort, arguments, environment, folder);
    }

    /** The stand-in of rehearsals for the Kafka exporter: the same names and labels, asked of the real cluster. */
    static Daemon exporter(String bootstrap, int port, Path folder) {
        List<String> arguments = List.of(
                Checkout.path("dev/rehearse/standin/kafka-exporter/KafkaExporter.java")
                        .toString(),
                "--kafka.server=" + bootstrap,
                "--web.listen-address=127.0.0.1:" + port);
        return new Daemon("kafka-exporter", command("worker", 64, List.of(), arguments, folder), Map.of(), folder);
    }

    private static Daemon java(
            String name,
            String jars,
            String rules,
            int heapMegabytes,
            int jmxPort,
            List<String> arguments,
            Map<String, String> environment,
            Path folder) {
        String agent = "-javaagent:" + agent() + "=127.0.0.1:" + jmxPort + ":"
                + Checkout.path("monitoring/jmx/" + rules + ".yml");
        return new Daemon(name, command(jars, heapMegabytes, List.of(agent), arguments, folder), environment, folder);
    }

    private static List<String> command(
            String jars, int heapMegabytes, List<String> options, List<String> arguments, Path folder) {
        Path folderOfJars = STACK.resolve(jars);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=" + folderOfJars.resolve("log4j2.properties"),
                "-Dpulsefeed.logs=" + folder.resolve("logs")));
        command.addAll(options);
        command.addAll(List.of("-cp", folderOfJars + File.separator + "*"));
        command.addAll(arguments);
        return command;
    }

    /** On the class path of the tests, so that Maven fetches it; nothing of it is loaded there. */
    private static Path agent() {
        String url = KafkaPrograms.class
                .getClassLoader()
                .getResource("io/prometheus/jmx/JavaAgent.class")
                .toString();
        return Path.of(URI.create(url.substring("jar:".length(), url.indexOf('!'))));
    }

    private static void unpack(String plugin, Path target) {
        Path zip = Checkout.path(plugin + "/target/pulsefeed-" + plugin + "-0.1.0.zip");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = target.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(in, file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void load(Properties settings, Path file) {
        try (Reader in = Files.newBufferedReader(file)) {
            settings.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path store(Properties settings, Path file) {
        try {
            Files.createDirectories(file.getParent());
            try (Writer out = Files.newBufferedWriter(file)) {
                settings.store(out, null);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
