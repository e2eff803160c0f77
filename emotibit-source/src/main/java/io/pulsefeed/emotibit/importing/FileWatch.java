package io.pulsefeed.emotibit.importing;

import io.pulsefeed.commons.time.MonotonicClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes files that are still being written from complete ones: a file is complete if it did not change for some seconds. Not
 * thread-safe.
 */
public final class FileWatch {

    /** Longer than the pauses of a copy over a network, or of a recorder that writes its buffer. */
    public static final Duration QUIET = Duration.ofSeconds(5);

    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private final Duration quiet;
    private final Map<String, Seen> seen = new HashMap<>();

    /** @param quiet time without a change after which a file is complete; zero regards every file as complete */
    public FileWatch(Clock clock, MonotonicClock monotonicClock, Duration quiet) {
        this.clock = clock;
        this.monotonicClock = monotonicClock;
        this.quiet = quiet;
    }

    /** What changes when a file is written. The size alone does not: some programs allocate a file before they fill it. */
    record Stamp(long bytes, long modifiedEpochMs) {}

    private record Seen(Stamp stamp, long sinceMonoNs) {}

    /** The state of a file; null if it is not a readable file. */
    @Nullable
    Stamp stamp(String path) {
        try {
            BasicFileAttributes found = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
            return found.isRegularFile()
                    ? new Stamp(found.size(), found.lastModifiedTime().toMillis())
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether a file in this state was changed within the last {@code ms}, or has a time in the future. */
    boolean isRecent(Stamp stamp, long ms) {
        return clock.millis() - stamp.modifiedEpochMs < ms;
    }

    /** Whether a file is complete. One that cannot be read counts as complete, so that opening it reports the reason. */
    boolean isQuiet(String path) {
        Stamp stamp = stamp(path);
        if (stamp == null || !isRecent(stamp, quiet.toMillis())) {
            return true;
        }
        // The modification time may be in the future: a card does not store the time zone.
        Seen before = seen.get(path);
        if (before == null || !before.stamp.equals(stamp)) {
            before = new Seen(stamp, monotonicClock.nowNs());
            seen.put(path, before);
        }
        return monotonicClock.nowNs() - before.sinceMonoNs >= quiet.toNanos();
    }
}
