package io.pulsefeed.cli.disk;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The disk use of a topic or of a table.
 *
 * @param bytes of all replicas, or with indexes and all chunks
 * @param bytesPerDay what is added per day, measured over the last days; empty if unknown
 * @param retention after which data is deleted; empty if it is kept forever
 * @param unit a retention deletes whole segments or chunks, which cover this time
 */
public record Usage(String name, long bytes, OptionalLong bytesPerDay, Optional<Duration> retention, Duration unit) {

    private static final double DAY_SECONDS = 86_400;

    /** The size at which deletion and growth are equal; empty if the growth is unknown or nothing is deleted. */
    public OptionalLong fullBytes() {
        return retention.isEmpty() || bytesPerDay.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of((long)
                        (bytesPerDay.getAsLong() * (retention.get().plus(unit).toSeconds() / DAY_SECONDS)));
    }

    /** The bytes that are added within {@code days} from now, if the growth remains. */
    public long added(long days) {
        long added = bytesPerDay.orElse(0) * days;
        return fullBytes().isPresent() ? Math.min(added, Math.max(0, fullBytes().getAsLong() - bytes)) : added;
    }
}
