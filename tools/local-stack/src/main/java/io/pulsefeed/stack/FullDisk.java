package io.pulsefeed.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds out whether a disk is full. Servers do not report it: the broker exits, the database restarts, and a write to a mapped file
 * ends the JVM.
 */
final class FullDisk {

    /** The database reserves files of this size, and gives the space back when that fails. */
    private static final long MIN_BYTES = 16L << 20;

    private FullDisk() {}

    /** A sentence if the disk of {@code folder} is full. */
    static Optional<String> of(Path folder) {
        try {
            return of(folder, Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<String> of(Path folder, long usableBytes) {
        return usableBytes >= MIN_BYTES
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "No space left on device: %.1f MiB are free at %s. Free some space, then start again.",
                        usableBytes / 1048576.0,
                        folder));
    }
}
