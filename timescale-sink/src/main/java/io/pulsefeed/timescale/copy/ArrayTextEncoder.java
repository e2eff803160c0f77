package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.field.FieldValues;

/** Writes an array of a type without a binary encoder, such as {@code inet[]}, as text that the server casts. */
final class ArrayTextEncoder implements ColumnEncoder {

    /** The text of one element. */
    @FunctionalInterface
    interface ElementText {
        String of(FieldValues values, int slot);
    }

    private final TextEncoder text;
    private final ElementText element;

    ArrayTextEncoder(ElementText element, ValueRules rules) {
        this.element = element;
        this.text = new TextEncoder(-1, rules);
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        if (values.kind(slot) == FieldValues.TEXT) {
            text.encode(values, slot, out);
            return;
        }
        ArrayEncoder.requireArray(values, slot);
        StringBuilder array = new StringBuilder("{");
        int elementSlot = values.start(slot);
        for (int i = 0; i < values.length(slot); i++) {
            array.append(i == 0 ? "" : ",");
            array.append(values.isPresent(elementSlot) ? TextEncoder.quoted(element.of(values, elementSlot)) : "NULL");
            elementSlot = values.nextElement(elementSlot);
        }
        text.writeField(array.append('}').toString(), out);
    }
}
