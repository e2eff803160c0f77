package io.pulsefeed.admin.state;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The disk use of a topic or of a table, and its growth until its retention is reached.
 *
 * <pre>{@code
 *  bytes              ______________   fullBytes: of the whole retention
 *                  ../
 *                ../  bytesPerDay
 *  bytes now ___/
 *               now   now + daysOfGrowth
 * }</pre>
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

    /** Bytes that are added per day now: 0 if as much is deleted, or if the growth is unknown. */
    public long currentBytesPerDay() {
        return daysOfGrowth() > 0 ? bytesPerDay.orElse(0) : 0;
    }

    /** Days until the oldest data is deleted as fast as new data arrives; infinite without a retention. */
    double daysOfGrowth() {
        OptionalLong full = fullBytes();
        return full.isEmpty()
                ? Double.POSITIVE_INFINITY
                : Math.max(0, full.getAsLong() - bytes) / (double) Math.max(1, bytesPerDay.orElse(1));
    }

    /** A part of this use: the replicas of a topic on one disk. */
    Usage part(long partBytes) {
        double share = bytes == 0 ? 0 : (double) partBytes / bytes;
        return new Usage(
                name,
                partBytes,
                bytesPerDay.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.round(bytesPerDay.getAsLong() * share)),
                retention,
                unit);
    }
}
