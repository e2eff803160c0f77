package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.config.LimitPolicy;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** How much may be fetched again without asking the user. */
final class BackfillLimits {

    private final SequenceSettings settings;
    private final Clock clock;

    BackfillLimits(SequenceSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Skips a gap beyond the limits when the user wants that; true when it did.
     *
     * @throws SequenceFailure when the user wants to decide himself
     */
    boolean skips(TradeSequence sequence) {
        long missing = sequence.missing();
        long ageMillis = clock.millis() - TimeUnit.NANOSECONDS.toMillis(sequence.lastNanos());
        boolean tooMany = missing > settings.maxTrades();
        if (!tooMany && ageMillis <= settings.maxAge().toMillis()) {
            return false;
        }
        if (settings.limitPolicy() == LimitPolicy.SKIP) {
            return sequence.skipToPending();
        }
        String limit = tooMany
                ? "backfill.max.trades=" + settings.maxTrades()
                : "backfill.max.age=" + settings.maxAge().toHours() + "h";
        throw new SequenceException(
                "Pair " + sequence.pair() + ": " + missing + " trades are missing behind trade "
                        + sequence.lastId() + " (" + TimeUnit.MILLISECONDS.toHours(ageMillis)
                        + " h old), which is beyond " + limit
                        + ". Raise it to fetch them, or set backfill.policy=skip to go on without them, then restart the task.");
    }
}
