package io.pulsefeed.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.stack.LocalStack;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An embedded stack with free ports and a separate home folder. Loads the plugins of this build from their zips. */
final class TestStack implements AutoCloseable {

    /** Timeout of every wait; long enough for a slow, loaded machine. */
    static final Duration LIMIT = Duration.ofSeconds(180);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalStack.Builder settings;
    private LocalStack stack;

    private TestStack(LocalStack.Builder settings) {
        this.settings = settings;
    }

    static TestStack start(Path home, Map<String, String> environment) {
        return start(home, environment, Checkout.path("connect-config"));
    }

    /** @param connectConfig directory with {@code worker/local.properties} and {@code topics/single.json} */
    static TestStack start(Path home, Map<String, String> environment, Path connectConfig) {
        int[] ports = FreePorts.take(4);
        TestStack test = new TestStack(LocalStack.builder()
                .connectConfig(connectConfig)
                .home(home)
                .kafkaPort(ports[0])
                .controllerPort(ports[1])
                .connectPort(ports[2])
                .databasePort(ports[3])
                .environment(environment)
                .jvmOptions(List.of("-XX:TieredStopAtLevel=1"))
                .plugins(PluginZip.built()));
        test.launch();
        return test;
    }

    private void launch() {
        stack = settings.start((phase, took) -> System.out.printf("  %s started in %d ms%n", phase, took.toMillis()));
    }

    LocalStack stack() {
        return stack;
    }

    ConnectRest connect() {
        return new ConnectRest(stack.restUrl());
    }

    Tables tables() {
        return new Tables(stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword());
    }

    Topic topic(String name) {
        return new Topic(stack.bootstrapServers(), name);
    }

    /** Kills Kafka and Connect with {@code kill -9}, keeps PostgreSQL, and starts again with the same home folder. */
    void killAndRestart() {
        stack.killForcibly();
        launch();
    }

    /** Creates a connector from a shipped file, with another name and changed keys, and waits until it is RUNNING. */
    void run(String name, String shippedFile, Map<String, String> changes) {
        connect().put(name, shipped(name, shippedFile, changes));
        connect().awaitRunning(List.of(name), LIMIT);
    }

    static ObjectNode shipped(String name, String file, Map<String, String> changes) {
        try {
            ObjectNode config = (ObjectNode)
                    JSON.readTree(Files.readString(Checkout.path("connect-config/connectors/" + file + ".json")))
                            .get("config");
            config.put("name", name);
            changes.forEach(config::put);
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
