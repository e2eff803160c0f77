package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import java.util.function.LongSupplier;

/**
 * What counts as a good value.
 *
 * @param coerceStrings whether a string that holds a number or a boolean may go into such a column
 * @param acceptNonFinite whether NaN and the infinities, spelled as strings, are values
 */
public record ValueRules(
        NulCharacters nul, boolean coerceStrings, boolean acceptNonFinite, TimeRange timeRange, ValueCounts counts) {

    private static final char REPLACEMENT = '\uFFFD';

    /** @param micros before which a row is late, in microseconds since 1970 */
    public ValueRules withLate(LongSupplier micros) {
        return new ValueRules(nul, coerceStrings, acceptNonFinite, timeRange.withLate(micros), counts);
    }

    /** What stands for U+0000; U+0000 itself when it is to be left out. */
    char nulReplacement() {
        if (nul == NulCharacters.REJECT) {
            throw new BadRecordException(Reason.NUL_CHARACTER, "U+0000 in a text, and nul.chars is reject");
        }
        counts.nulReplaced.increment();
        return nul == NulCharacters.REPLACE ? REPLACEMENT : 0;
    }

    /** What stands for half a surrogate pair, which UTF-8 cannot hold. */
    char surrogateReplacement() {
        counts.surrogatesReplaced.increment();
        return REPLACEMENT;
    }
}
