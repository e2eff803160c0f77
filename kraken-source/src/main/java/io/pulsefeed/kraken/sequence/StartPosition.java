package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.config.GapConfig;
import io.pulsefeed.kraken.config.StartMode;
import io.pulsefeed.kraken.wire.Timestamps;
import java.time.Instant;

/**
 * The first trade of a pair without a stored offset.
 *
 * @param timeNanos for {@link StartMode#TIME}: nanoseconds since 1970; otherwise 0
 */
public record StartPosition(StartMode mode, long timeNanos) {

    public static final StartPosition LATEST = new StartPosition(StartMode.LATEST, 0);
    public static final StartPosition SNAPSHOT = new StartPosition(StartMode.SNAPSHOT, 0);

    public static StartPosition at(long timeNanos) {
        return new StartPosition(StartMode.TIME, timeNanos);
    }

    static StartPosition of(GapConfig config) {
        Instant time = config.startTime();
        return time == null ? new StartPosition(config.startMode(), 0) : at(Timestamps.epochNanos(time));
    }
}
