package io.pulsefeed.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Settings that the parent passes to the child process in a properties file of the home directory. The file holds no secrets: those are
 * passed in the environment and in a separate file.
 *
 * @param layout the directory with one subdirectory of jars per class loader
 * @param workerFile properties of the Connect worker
 * @param topicsFile the topic profile to apply
 * @param externalJdbcUrl URL of an existing database; empty for the embedded one
 */
record StackSettings(
        Path home,
        Path layout,
        Path workerFile,
        Path topicsFile,
        Ports ports,
        List<Path> plugins,
        String externalJdbcUrl) {

    boolean isDatabaseEmbedded() {
        return externalJdbcUrl.isEmpty();
    }

    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("home", home.toString());
        properties.setProperty("layout", layout.toString());
        properties.setProperty("worker.file", workerFile.toString());
        properties.setProperty("topics.file", topicsFile.toString());
        properties.setProperty("kafka.port", Integer.toString(ports.kafka()));
        properties.setProperty("controller.port", Integer.toString(ports.controller()));
        properties.setProperty("connect.port", Integer.toString(ports.connect()));
        properties.setProperty("database.port", Integer.toString(ports.database()));
        properties.setProperty("jdbc.url", externalJdbcUrl);
        for (int i = 0; i < plugins.size(); i++) {
            properties.setProperty("plugin." + i, plugins.get(i).toString());
        }
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
    }

    static StackSettings read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        List<Path> plugins = new ArrayList<>();
        for (int i = 0; properties.containsKey("plugin." + i); i++) {
            plugins.add(Path.of(properties.getProperty("plugin." + i)));
        }
        return new StackSettings(
                Path.of(properties.getProperty("home")),
                Path.of(properties.getProperty("layout")),
                Path.of(properties.getProperty("worker.file")),
                Path.of(properties.getProperty("topics.file")),
                new Ports(
                        port(properties, "kafka.port"),
                        port(properties, "controller.port"),
                        port(properties, "connect.port"),
                        port(properties, "database.port")),
                List.copyOf(plugins),
                properties.getProperty("jdbc.url"));
    }

    private static int port(Properties properties, String key) {
        return Integer.parseInt(properties.getProperty(key));
    }
}
