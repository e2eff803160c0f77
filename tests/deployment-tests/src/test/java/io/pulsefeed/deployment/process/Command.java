package io.pulsefeed.deployment.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program with arguments and environment, to run until it exits or as a {@link Daemon}.
 *
 * @param environment additional variables
 * @param isolated whether the program gets only these variables and PATH, instead of also the environment of this JVM
 */
public record Command(List<String> words, Map<String, String> environment, boolean isolated) {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Exit code, and standard output together with standard error. */
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

    /** Without the environment of this JVM, as in a container. */
    public Command withOnly(Map<String, String> variables) {
        return new Command(words, variables, true);
    }

    ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        if (isolated) {
            builder.environment().clear();
            builder.environment().put("PATH", System.getenv("PATH"));
        }
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs until the program exits; the caller checks the exit code. */
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

    /** Runs until the program exits and keeps the output in a file. */
    public Ended run(Path output) {
        return run(output, LIMIT);
    }

    public Ended run(Path output, Duration limit) {
        try {
            Files.createDirectories(output.getParent());
            Process process = builder().redirectOutput(output.toFile()).start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(
                        this + " did not exit within " + limit.toSeconds() + " s: " + Files.readString(output));
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + this, e);
        }
    }

    /** Runs until the program exits, fails if the exit code is not 0, and returns the output. */
    public String succeed(Path output) {
        Ended ended = run(output);
        if (ended.code() != 0) {
            throw new AssertionError(this + " exited with " + ended.code() + ": " + ended.output());
        }
        return ended.output();
    }

    /** Without the environment, which may contain passwords. */
    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
