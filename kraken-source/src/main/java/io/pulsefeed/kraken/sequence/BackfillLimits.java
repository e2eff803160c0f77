package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.config.GapConfig;
import io.pulsefeed.kraken.config.LimitPolicy;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** Applies {@code backfill.max.trades}, {@code backfill.max.age} and {@code backfill.policy} to a gap. */
final class BackfillLimits {

    private final SequenceSettings settings;
    private final Clock clock;

    BackfillLimits(SequenceSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Skips the gap if it exceeds a limit and the policy is {@link LimitPolicy#SKIP}.
     *
     * @return whether the gap was skipped
     * @throws SequenceException if the gap exceeds a limit and the policy is {@link LimitPolicy#FAIL}
     */
    boolean skips(TradeSequence sequence) {
        long missing = sequence.missing();
        long ageMs = clock.millis() - TimeUnit.NANOSECONDS.toMillis(sequence.lastTimeEpochNs());
        boolean tooMany = missing > settings.maxTrades();
        if (!tooMany && ageMs <= settings.maxAge().toMillis()) {
            return false;
        }
        if (settings.limitPolicy() == LimitPolicy.SKIP) {
            return sequence.skipToPending();
        }
        String limit = tooMany
                ? GapConfig.MAX_TRADES + "=" + settings.maxTrades()
                : GapConfig.MAX_AGE + "=" + settings.maxAge().toHours() + "h";
        throw new SequenceException(
                sequence.pair() + ": " + missing + " trades are missing after trade " + sequence.lastId() + " ("
                        + TimeUnit.MILLISECONDS.toHours(ageMs) + " h old), which exceeds " + limit
                        + ". Raise the limit to fetch them, or set backfill.policy=skip to continue without them,"
                        + " then restart the task.");
    }
}
