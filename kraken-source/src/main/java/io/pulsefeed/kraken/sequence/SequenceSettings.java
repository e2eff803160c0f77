package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.config.GapConfig;
import io.pulsefeed.kraken.config.LimitPolicy;
import io.pulsefeed.kraken.config.ResetPolicy;
import java.time.Duration;

/**
 * Where a pair's trades start, and how gaps in them are filled.
 *
 * @param grace how long a missing trade may arrive late, because frames can be reordered
 * @param confirm how long REST has to omit an id before it counts as unused
 * @param timeout how long a gap may stay without progress before it is overdue
 * @param maxTrades the largest gap that is filled
 * @param maxAge the oldest gap that is filled
 * @param limitPolicy what happens to a gap beyond {@code maxTrades} or {@code maxAge}
 * @param resetPolicy what happens when Kraken resets the trade ids
 */
public record SequenceSettings(
        StartPosition start,
        Duration grace,
        Duration confirm,
        Duration timeout,
        long maxTrades,
        Duration maxAge,
        LimitPolicy limitPolicy,
        ResetPolicy resetPolicy) {

    public static SequenceSettings of(GapConfig config) {
        return new SequenceSettings(
                StartPosition.of(config),
                config.grace(),
                config.confirm(),
                config.timeout(),
                config.maxTrades(),
                config.maxAge(),
                config.limitPolicy(),
                config.resetPolicy());
    }
}
