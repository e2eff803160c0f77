package io.pulsefeed.deployment.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program and how it is called: as a {@link Daemon}, or to its end.
 *
 * @param environment what the program finds in its environment
 * @param alone whether it finds nothing there beside these but the path, or also what the tests themselves were given
 */
public record Command(List<String> words, Map<String, String> environment, boolean alone) {

    private static final long LIMIT_SECONDS = 90;

    /** How a program ended and what it printed, errors among it. */
    public record Ended(int code, String output) {}

    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    public static Command of(List<String> words) {
        return new Command(words, Map.of(), false);
    }

    public static Command of(String... words) {
        return of(List.of(words));
    }

    public Command with(Map<String, String> variables) {
        return new Command(words, variables, false);
    }

    /** As a container has it: what this process was given must not make up for what is missing there. */
    public Command withOnly(Map<String, String> variables) {
        return new Command(words, variables, true);
    }

    ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        if (alone) {
            builder.environment().clear();
            builder.environment().put("PATH", System.getenv("PATH"));
        }
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs to the end; the exit code is the caller's to judge. */
    public Ended run() {
        try {
            Path output = Files.createTempFile("command", ".log");
            try {
                return run(output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs to the end and leaves what was printed in a file. */
    public Ended run(Path output) {
        try {
            Files.createDirectories(output.getParent());
            Process process = builder().redirectOutput(output.toFile()).start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(
                        this + " did not end within " + LIMIT_SECONDS + " s: " + Files.readString(output));
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + this, e);
        }
    }

    /** Runs to the end, which has to be a good one, and returns what was printed. */
    public String succeed(Path output) {
        Ended ended = run(output);
        if (ended.code() != 0) {
            throw new AssertionError(this + " ended with " + ended.code() + ": " + ended.output());
        }
        return ended.output();
    }

    /** Without the environment, where passwords may be. */
    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
