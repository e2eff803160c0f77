package io.pulsefeed.benchmarks;

import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The home of a benchmark's stack: a new directory inside of the configured home, on the same disk, deleted at the end. Offsets,
 * connectors and topics of an earlier run or of the demo cannot change a measurement, and the benchmark leaves nothing behind.
 */
final class TemporaryHome implements AutoCloseable {

    private final Path folder;

    private TemporaryHome(Path folder) {
        this.folder = folder;
    }

    /** @param home the value of {@code --home} */
    static TemporaryHome in(Path home) {
        try {
            Files.createDirectories(home);
            return new TemporaryHome(Files.createTempDirectory(home, "bench-"));
        } catch (IOException e) {
            throw new UserError(
                    "cannot create a directory in " + home + " (" + e + "); set --home to a writable one.", e);
        }
    }

    Path path() {
        return folder;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("The directory " + folder + " could not be deleted: " + e);
        }
    }
}
