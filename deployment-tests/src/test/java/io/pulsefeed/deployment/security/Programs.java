package io.pulsefeed.deployment.security;

import io.pulsefeed.deployment.Checkout;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Processes with an environment of their own, and nothing of this one's but the path. */
final class Programs {

    private static final long LIMIT_SECONDS = 90;

    private Programs() {}

    /** Java with the jars of one side of the stack: {@code broker} or {@code worker}. */
    static List<String> java(String side, List<String> options, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(
                List.of("-cp", Checkout.path("local-stack/target/stack/" + side) + File.separator + "*", mainClass));
        command.addAll(arguments);
        return command;
    }

    static Process start(List<String> command, Map<String, String> environment, Path output) throws IOException {
        Files.createDirectories(output.getParent());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs to the end; the exit code is the caller's to judge. */
    static int run(List<String> command, Map<String, String> environment, Path output)
            throws IOException, InterruptedException {
        Process process = start(command, environment, output);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(command.get(0) + " did not end: " + Files.readString(output));
        }
        return process.exitValue();
    }
}
