package io.pulsefeed.deployment.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The programs behind {@code kafka-*.sh}. */
public final class KafkaTools {

    private static final Path JAR = KafkaJvm.jarWith("org.apache.kafka.tools.reassign.ReassignPartitionsCommand");

    private KafkaTools() {}

    /** Runs one to its good end and returns what it printed. */
    public static String run(Path folder, String mainClass, String... arguments) {
        try {
            Path logs = Files.createTempDirectory(folder, "tool-");
            return KafkaJvm.broker(128)
                    .loggingInto(logs)
                    .withJar(JAR)
                    .command(mainClass, arguments)
                    .succeed(logs.resolve("output"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prepares the folders that a node's settings name. */
    public static void format(Path settings, String clusterId) {
        run(settings.getParent(), "kafka.tools.StorageTool", "format", "-t", clusterId, "-c", settings.toString());
    }
}
