package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.config.GapConfig;
import org.jspecify.annotations.Nullable;

/** The limits {@code backfill.max.trades} and {@code backfill.max.age} of a gap. */
final class BackfillLimits {

    private final SequenceSettings settings;

    BackfillLimits(SequenceSettings settings) {
        this.settings = settings;
    }

    /** The setting that a gap of {@code missing} trades exceeds, such as {@code backfill.max.trades=500}; null within the limits. */
    @Nullable
    String exceededSize(long missing) {
        return missing > settings.maxTrades() ? GapConfig.MAX_TRADES + "=" + settings.maxTrades() : null;
    }

    /**
     * The setting that the age of a gap exceeds; null within the limits.
     *
     * @param ageNs time since the gap opened, which is unrelated to the age of the last trade: a pair may trade once a week
     */
    @Nullable
    String exceededAge(long ageNs) {
        return ageNs > settings.maxAge().toNanos()
                ? GapConfig.MAX_AGE + "=" + settings.maxAge().toHours() + "h"
                : null;
    }
}
