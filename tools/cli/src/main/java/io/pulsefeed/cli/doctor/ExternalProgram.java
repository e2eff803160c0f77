package io.pulsefeed.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a program and returns its output. */
public final class ExternalProgram {

    private static final int TIMEOUT_SECONDS = 20;

    private ExternalProgram() {}

    /** Standard output; empty if the program is missing, fails, or exceeds the timeout. */
    public static Optional<String> output(String... command) {
        @Nullable Path out = null;
        try {
            out = Files.createTempFile("pulsefeed", ".out");
            Process process = new ProcessBuilder(List.of(command))
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(out)) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
                return process.exitValue() == 0 ? Optional.of(text) : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            delete(out);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A small temporary file remains.
        }
    }
}
