package io.pulsefeed.cli.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a point in time is written: a unit of numbers since 1970, ISO 8601 text, or both. The names are those of the sink's mapping. */
enum TimeForm {
    S(3),
    MS(0),
    US(-3),
    NS(-6),
    ISO(0),
    /** Several units, or numbers and text. The sink guesses the unit of each value. */
    AUTO(0);

    /** Before it, few systems recorded events. */
    private static final long MIN_EPOCH_MS = 315_532_800_000L; // 1980-01-01

    /** After it, values of one unit are not confused with those of another, because the units differ by a factor of 1000. */
    private static final long MAX_EPOCH_MS = 4_102_444_800_000L; // 2100-01-01

    /** Power of ten from the unit to milliseconds. */
    private final int toMillis;

    TimeForm(int toMillis) {
        this.toMillis = toMillis;
    }

    String configValue() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Milliseconds since 1970. */
    long epochMs(BigDecimal value) {
        return value.scaleByPowerOfTen(toMillis)
                .setScale(0, RoundingMode.HALF_UP)
                .longValue();
    }

    /** The only unit in which a number is a time from 1980 to 2100; null if there is none. */
    static @Nullable TimeForm ofNumber(BigDecimal value) {
        // Numbers such as 1e999999 would need as many digits.
        int digits = value.precision() - value.scale();
        if (value.signum() <= 0 || digits < 9 || digits > 20) {
            return null;
        }
        for (TimeForm form : new TimeForm[] {S, MS, US, NS}) {
            BigDecimal millis = value.scaleByPowerOfTen(form.toMillis);
            if (millis.compareTo(BigDecimal.valueOf(MIN_EPOCH_MS)) >= 0
                    && millis.compareTo(BigDecimal.valueOf(MAX_EPOCH_MS)) < 0) {
                return form;
            }
        }
        return null;
    }
}
