package io.pulsefeed.deployment.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The main classes of the {@code kafka-*.sh} scripts. */
public final class KafkaTools {

    private static final Path JAR = KafkaJvm.jarWith("org.apache.kafka.tools.reassign.ReassignPartitionsCommand");

    private KafkaTools() {}

    /** Runs a tool, fails if its exit code is not 0, and returns its output. */
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

    /** Formats the log folders of a node. */
    public static void format(Path settings, String clusterId) {
        run(settings.getParent(), "kafka.tools.StorageTool", "format", "-t", clusterId, "-c", settings.toString());
    }
}
