package io.pulsefeed.deployment.cluster;

import io.pulsefeed.deployment.Checkout;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of Kafka as processes of their own, from the jars that the stack runs its broker from. */
final class KafkaJvm {

    private static final long TOOL_LIMIT_SECONDS = 90;

    private KafkaJvm() {}

    static Process start(Path logs, String heap, String mainClass, List<String> arguments) throws IOException {
        Files.createDirectories(logs);
        Path jars = Checkout.path("local-stack/target/stack/broker");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=" + jars.resolve("log4j2.properties"),
                "-Dpulsefeed.logs=" + logs,
                "-cp",
                jars + File.separator + "*" + File.pathSeparator + toolsJar(),
                mainClass));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve("output").toFile())
                .start();
    }

    /** Runs one of the programs behind {@code kafka-*.sh} to its end and returns what it printed. */
    static String tool(Path folder, String mainClass, String... arguments) throws IOException, InterruptedException {
        Path logs = Files.createTempDirectory(folder, "tool-");
        Process process = start(logs, "128m", mainClass, List.of(arguments));
        if (!process.waitFor(TOOL_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(mainClass + " did not end within " + TOOL_LIMIT_SECONDS + " s: " + output(logs));
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(mainClass + " ended with " + process.exitValue() + ": " + output(logs));
        }
        return output(logs);
    }

    static String output(Path logs) throws IOException {
        return Files.readString(logs.resolve("output"), StandardCharsets.UTF_8);
    }

    /** The jar with the programs behind the scripts of a Kafka distribution; on the class path of the tests alone. */
    private static String toolsJar() {
        String url = KafkaJvm.class
                .getResource("/org/apache/kafka/tools/reassign/ReassignPartitionsCommand.class")
                .toString();
        return Path.of(java.net.URI.create(url.substring("jar:".length(), url.indexOf('!'))))
                .toString();
    }
}
