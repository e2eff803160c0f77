package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.config.NonFinite;
import io.pulsefeed.timescale.config.NulCharacters;
import io.pulsefeed.timescale.config.RecordConfig;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * Which values are valid, and how invalid characters are replaced.
 *
 * @param coerceStrings whether text that holds a number or a boolean is valid in a column of that type
 * @param acceptNonFinite whether NaN and the infinities are valid as text
 */
public record ValueRules(
        NulCharacters nulCharacters,
        boolean coerceStrings,
        boolean acceptNonFinite,
        TimeRange timeRange,
        ValueCounts counts) {

    private static final char REPLACEMENT = '\uFFFD';

    /** @param counts is incremented by the encoders that use these rules */
    public static ValueRules of(RecordConfig config, Clock clock, ValueCounts counts) {
        return new ValueRules(
                config.nulCharacters(),
                config.coerceStrings(),
                config.nonFinite() == NonFinite.ACCEPT,
                TimeRange.of(config, clock),
                counts);
    }

    /** @param epochMicros rows before it are counted as late, in microseconds since 1970 */
    public ValueRules withLateBefore(LongSupplier epochMicros) {
        return new ValueRules(
                nulCharacters, coerceStrings, acceptNonFinite, timeRange.withLateBefore(epochMicros), counts);
    }

    ValueRules withCoercedStrings() {
        return new ValueRules(nulCharacters, true, acceptNonFinite, timeRange, counts);
    }

    /** The replacement of U+0000; U+0000 itself if the character is to be removed. */
    char nulReplacement() {
        if (nulCharacters == NulCharacters.REJECT) {
            throw new BadRecordException(Reason.NUL_CHARACTER, "text contains U+0000, and nul.chars is reject");
        }
        counts.nulReplaced.increment();
        return nulCharacters == NulCharacters.REPLACE ? REPLACEMENT : 0;
    }

    /** The replacement of an unpaired surrogate, which UTF-8 cannot encode. */
    char surrogateReplacement() {
        counts.surrogatesReplaced.increment();
        return REPLACEMENT;
    }
}
