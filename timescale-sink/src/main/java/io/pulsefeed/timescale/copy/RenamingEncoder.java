package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.field.FieldValues;
import java.util.Map;

/** Replaces values by their text, as {@code values.<topic>} lists them, and encodes the replacement by the type of the column. */
final class RenamingEncoder implements ColumnEncoder {

    private final Map<String, String> renamed;
    private final ColumnEncoder original;
    private final ColumnEncoder replacement;
    private final FieldValues replaced = new FieldValues(1);

    /** @param replacement encodes the texts of the mapping, which hold values of any type */
    RenamingEncoder(Map<String, String> renamed, ColumnEncoder original, ColumnEncoder replacement) {
        this.renamed = renamed;
        this.original = original;
        this.replacement = replacement;
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        boolean scalar =
                switch (values.kind(slot)) {
                    case FieldValues.NESTED, FieldValues.NESTED_ARRAY, FieldValues.ELEMENTS -> false;
                    default -> true;
                };
        String text = scalar ? renamed.get(TextEncoder.textOf(values, slot)) : null;
        if (text == null) {
            original.encode(values, slot, out);
        } else {
            replaced.clear();
            replaced.setCharacters(0, FieldValues.TEXT, text);
            replacement.encode(replaced, 0, out);
        }
    }
}
