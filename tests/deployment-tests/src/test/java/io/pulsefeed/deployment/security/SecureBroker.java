package io.pulsefeed.deployment.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.deployment.process.Command;
import io.pulsefeed.deployment.process.Command.Ended;
import io.pulsefeed.deployment.process.Daemon;
import io.pulsefeed.deployment.process.KafkaJvm;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The broker of the overlay, started as its container starts it: formatted with users, set up by the image's own program, run. */
final class SecureBroker {

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

    private static final KafkaJvm JVM = KafkaJvm.broker(320);

    private final SecureHome home;

    private SecureBroker(SecureHome home) {
        this.home = home;
    }

    static Daemon start(SecureHome home) throws IOException {
        SecureBroker broker = new SecureBroker(home);
        Map<String, String> environment = new TreeMap<>();
        SecureStack.FILES
                .service("kafka")
                .environment()
                .forEach((name, value) -> environment.put(name, home.here(value, "broker")));
        environment.put(
                "PULSEFEED_USERS", home.secrets().resolve("broker/users").toString());
        broker.format(environment);
        broker.setUp(environment);
        Path logging = Files.writeString(
                home.folder().resolve("broker-log4j2.properties"), LOGGING.formatted(home.log("audit.log")));
        return new Daemon(
                        "broker",
                        JVM.loggingAs(logging)
                                .command(
                                        "kafka.Kafka",
                                        home.folder()
                                                .resolve("config/server.properties")
                                                .toString())
                                .withOnly(environment),
                        home.logs())
                .start();
    }

    /** The overlay's own script, in front of a Kafka whose only tool it calls. */
    private void format(Map<String, String> environment) throws IOException {
        Path tool = home.folder().resolve("kafka/bin/kafka-storage.sh");
        Files.createDirectories(tool.getParent());
        String java = String.join("' '", JVM.command("kafka.tools.StorageTool").words());
        Files.writeString(tool, "#!/bin/sh\nexec '" + java + "' \"$@\"\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        environment.put("KAFKA_HOME", home.folder().resolve("kafka").toString());
        Command.of("/bin/sh", Checkout.path("security/format-with-users").toString())
                .withOnly(environment)
                .succeed(home.log("format.log"));
        environment.remove("KAFKA_HOME");
    }

    /** What the image's entry does: translate the environment, and format, which has been done already. */
    private void setUp(Map<String, String> environment) throws IOException {
        Path defaults = Files.createDirectories(home.folder().resolve("defaults"));
        for (String file : List.of("server.properties", "log4j2.yaml", "tools-log4j2.yaml")) {
            Files.writeString(defaults.resolve(file), "");
        }
        Path mounted = Files.createDirectories(home.folder().resolve("mounted"));
        Path config = Files.createDirectories(home.folder().resolve("config"));
        Ended setUp = JVM.command(
                        "kafka.docker.KafkaDockerWrapper",
                        "setup",
                        "--default-configs-dir",
                        defaults.toString(),
                        "--mounted-configs-dir",
                        mounted.toString(),
                        "--final-configs-dir",
                        config.toString())
                .withOnly(environment)
                .run(home.log("setup.log"));
        assertThat(setUp.output()).contains("already formatted");
    }
}
