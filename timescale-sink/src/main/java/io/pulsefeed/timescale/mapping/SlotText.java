package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.field.FieldValues;
import org.jspecify.annotations.Nullable;

/** A value as text that the mapping can compare: text, an integer or a boolean. The same for every form of a record. */
final class SlotText {

    private SlotText() {}

    /** Null for a value that cannot be compared, such as a fraction or an object, and without a value. */
    static @Nullable String of(FieldValues values, int slot) {
        return switch (values.kind(slot)) {
            case FieldValues.TEXT -> values.string(slot);
            case FieldValues.NUMBER -> integer(values.string(slot));
            case FieldValues.LONG -> Long.toString(values.bits(slot));
            case FieldValues.TRUE -> "true";
            case FieldValues.FALSE -> "false";
            default -> null;
        };
    }

    private static @Nullable String integer(String number) {
        return number.chars().allMatch(c -> c == '-' || Character.isDigit(c)) ? number : null;
    }
}
