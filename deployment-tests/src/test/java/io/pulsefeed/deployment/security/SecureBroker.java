package io.pulsefeed.deployment.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.deployment.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The broker of the overlay, started as its container starts it: formatted with users, set up by the image's own program, run. */
final class SecureBroker implements AutoCloseable {

    /** Without a file that says otherwise Kafka logs each decision of the authorizer nowhere. */
    private static final String LOGGING =
            """
            appender.out.type = Console
            appender.out.name = out
            appender.out.layout.type = PatternLayout
            appender.out.layout.pattern = [%%d] %%p %%m (%%c)%%n
            appender.audit.type = File
            appender.audit.name = audit
            appender.audit.fileName = %s
            appender.audit.layout.type = PatternLayout
            appender.audit.layout.pattern = %%m%%n
            rootLogger.level = INFO
            rootLogger.appenderRef.out.ref = out
            logger.audit.name = kafka.authorizer.logger
            logger.audit.level = DEBUG
            logger.audit.additivity = false
            logger.audit.appenderRef.audit.ref = audit
            """;

    private final SecureHome home;
    private Process process;

    private SecureBroker(SecureHome home) {
        this.home = home;
    }

    static SecureBroker start(SecureHome home) throws IOException, InterruptedException {
        SecureBroker broker = new SecureBroker(home);
        Map<String, String> environment = new TreeMap<>();
        ComposeFiles.environment("kafka").forEach((name, value) -> environment.put(name, home.here(value, "broker")));
        environment.put(
                "PULSEFEED_USERS", home.secrets().resolve("broker/users").toString());
        broker.format(environment);
        broker.setUp(environment);
        Path logging = Files.writeString(
                home.folder().resolve("broker-log4j2.properties"), LOGGING.formatted(home.log("audit.log")));
        broker.process = Programs.start(
                Programs.java(
                        "broker",
                        List.of("-Dlog4j2.configurationFile=" + logging),
                        "kafka.Kafka",
                        List.of(home.folder()
                                .resolve("config/server.properties")
                                .toString())),
                environment,
                home.log("broker.log"));
        return broker;
    }

    /** The overlay's own script, in front of a Kafka whose only tool it calls. */
    private void format(Map<String, String> environment) throws IOException, InterruptedException {
        Path tool = home.folder().resolve("kafka/bin/kafka-storage.sh");
        Files.createDirectories(tool.getParent());
        String java = String.join("' '", Programs.java("broker", List.of(), "kafka.tools.StorageTool", List.of()));
        Files.writeString(tool, "#!/bin/sh\nexec '" + java + "' \"$@\"\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        environment.put("KAFKA_HOME", home.folder().resolve("kafka").toString());
        int code = Programs.run(
                List.of("/bin/sh", Checkout.path("security/format-with-users").toString()),
                environment,
                home.log("format.log"));
        environment.remove("KAFKA_HOME");
        assertThat(code).as(Files.readString(home.log("format.log"))).isZero();
    }

    /** What the image's entry does: translate the environment, and format, which has been done already. */
    private void setUp(Map<String, String> environment) throws IOException, InterruptedException {
        Path defaults = Files.createDirectories(home.folder().resolve("defaults"));
        for (String file : List.of("server.properties", "log4j2.yaml", "tools-log4j2.yaml")) {
            Files.writeString(defaults.resolve(file), "");
        }
        Path mounted = Files.createDirectories(home.folder().resolve("mounted"));
        Path config = Files.createDirectories(home.folder().resolve("config"));
        Programs.run(
                Programs.java(
                        "broker",
                        List.of(),
                        "kafka.docker.KafkaDockerWrapper",
                        List.of(
                                "setup",
                                "--default-configs-dir",
                                defaults.toString(),
                                "--mounted-configs-dir",
                                mounted.toString(),
                                "--final-configs-dir",
                                config.toString())),
                environment,
                home.log("setup.log"));
        assertThat(home.log("setup.log")).content().contains("already formatted");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }
}
