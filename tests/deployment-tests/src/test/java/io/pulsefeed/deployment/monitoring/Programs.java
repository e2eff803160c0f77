package io.pulsefeed.deployment.monitoring;

import io.pulsefeed.deployment.process.Command;
import io.pulsefeed.deployment.process.Command.Ended;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Prometheus, Alertmanager and their tools, as {@code dev/prometheus} provides them. */
public final class Programs {

    private static final long FETCH_LIMIT_SECONDS = 600;

    private static Path folder;
    private static String problem;

    private Programs() {}

    /** Why the programs cannot be had here; empty when they are there. */
    public static synchronized Optional<String> problem() {
        if (folder == null && problem == null) {
            find();
        }
        return Optional.ofNullable(problem);
    }

    /** The path of one of them. */
    public static Path path(String name) {
        problem().ifPresent(text -> {
            throw new IllegalStateException(text);
        });
        return folder.resolve(name);
    }

    private static void find() {
        Path script = Checkout.path("dev/prometheus");
        try {
            Path said = Files.createTempFile("dev-prometheus", ".log");
            Process process = new ProcessBuilder(script.toString())
                    .redirectError(said.toFile())
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor(FETCH_LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
                folder = Path.of(output);
            } else {
                problem = Files.readString(said).strip();
            }
            Files.delete(said);
        } catch (IOException e) {
            problem = script + ": " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs a tool to its end. */
    public static Ended run(String name, String... arguments) {
        return Command.of(Stream.concat(Stream.of(path(name).toString()), Arrays.stream(arguments))
                        .toList())
                .run();
    }
}
