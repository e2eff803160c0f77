package io.pulsefeed.cli.mapping;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads a time in any of the notations that are detected. */
final class Times {

    private Times() {}

    /** Milliseconds since 1970; null if the text is not a time. */
    static @Nullable Long epochMs(String text) {
        TextForm form = TextForm.of(text);
        return switch (form) {
            case INTEGER, DECIMAL -> {
                BigDecimal number = new BigDecimal(text);
                TimeForm unit = TimeForm.ofNumber(number);
                // An expression with "?:" would convert a result that is null to long.
                if (unit == null) {
                    yield ofNotation(text);
                }
                yield unit.epochMs(number);
            }
            case ZONED_TIME, LOCAL_TIME, DATE -> IsoText.epochMs(text, form);
            case OTHER_TIME -> ofNotation(text);
            default -> null;
        };
    }

    private static @Nullable Long ofNotation(String text) {
        OtherTime notation = OtherTime.of(text);
        return notation == null ? null : notation.epochMs(text);
    }
}
