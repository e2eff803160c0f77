package io.pulsefeed.system;

import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the pulsefeed command in a separate process with the class path that the script uses. */
final class Pulsefeed {

    private static final int LIMIT_SECONDS = 180;
    private static final long SIGINT_BIT = 1 << 1;
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final Map<String, String> environment;

    /** Exit code and output of a run. */
    record Result(int code, String out, String err) {}

    Pulsefeed(Map<String, String> environment) {
        this.environment = environment;
    }

    /** With the broker and the database of a stack, as its environment names them. */
    static Pulsefeed of(TestStack stack) {
        return of(stack, Map.of());
    }

    /** @param more additional variables */
    static Pulsefeed of(TestStack stack, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("KAFKA_SERVERS", stack.stack().bootstrapServers());
        environment.put("PULSEFEED_JDBC_URL", stack.stack().jdbcUrl());
        environment.put("PULSEFEED_DB_USER", stack.stack().databaseUser());
        environment.put("PULSEFEED_DB_PASSWORD", stack.stack().databasePassword());
        return new Pulsefeed(environment);
    }

    Result run(List<String> arguments) {
        try {
            Path out = Files.createTempFile("pulsefeed", ".out");
            Path err = Files.createTempFile("pulsefeed", ".err");
            try {
                return run(arguments, out, err);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a command that runs until it is stopped, with its output in {@code out}. On Linux it has a process group of its own, like a
     * command in a terminal.
     */
    Process start(List<String> arguments, Path out) throws IOException {
        List<String> command = command(arguments);
        if (hasGroups()) {
            command.add(0, SETSID.toString());
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static boolean hasGroups() {
        return Files.isExecutable(SETSID);
    }

    /** Sends what Ctrl-C in a terminal sends to the command and to all processes that it started. */
    static void interrupt(Process process) throws IOException {
        if (!hasGroups()) {
            process.destroy();
            return;
        }
        try {
            new ProcessBuilder("kill", ignoresInterrupt(process) ? "-TERM" : "-INT", "--", "-" + process.pid())
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Children of a shell's background job ignore the signal of Ctrl-C: {@code mvn verify &}. */
    private static boolean ignoresInterrupt(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT_BIT) != 0);
    }

    private static List<String> command(List<String> arguments) {
        Path target = Checkout.path("tools/cli/target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dpulsefeed.root=" + Checkout.ROOT,
                "-cp",
                target.resolve("cli.jar") + ":" + target.resolve("lib") + "/*",
                "io.pulsefeed.cli.Main"));
        command.addAll(arguments);
        return command;
    }

    private Result run(List<String> arguments, Path out, Path err) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("timed out: " + arguments + "\n" + Files.readString(out));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
