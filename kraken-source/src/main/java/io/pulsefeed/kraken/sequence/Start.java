package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.config.GapConfig;
import io.pulsefeed.kraken.config.StartMode;
import io.pulsefeed.kraken.wire.Times;
import java.time.Instant;

/**
 * The first trade of a pair without a stored offset.
 *
 * @param timeNanos for {@link StartMode#TIME}: nanoseconds since 1970; otherwise 0
 */
public record Start(StartMode mode, long timeNanos) {

    public static final Start LATEST = new Start(StartMode.LATEST, 0);
    public static final Start SNAPSHOT = new Start(StartMode.SNAPSHOT, 0);

    public static Start at(long timeNanos) {
        return new Start(StartMode.TIME, timeNanos);
    }

    static Start of(GapConfig config) {
        Instant time = config.startTime();
        return time == null ? new Start(config.startMode(), 0) : at(Times.epochNanos(time));
    }
}
