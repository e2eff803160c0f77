package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.field.FieldValues;

/** Writes an array of a type without a binary encoder, such as {@code inet[]}, as text that the server casts. */
final class ArrayTextEncoder implements ColumnEncoder {

    private final ValueRules rules;

    ArrayTextEncoder(ValueRules rules) {
        this.rules = rules;
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        if (values.kind(slot) == FieldValues.TEXT) {
            write(values.string(slot), out);
            return;
        }
        ArrayEncoder.requireArray(values, slot);
        StringBuilder text = new StringBuilder("{");
        int elementSlot = values.start(slot);
        for (int i = 0; i < values.length(slot); i++) {
            text.append(i == 0 ? "" : ",");
            if (values.isPresent(elementSlot)) {
                String element = TextEncoder.textOf(values, elementSlot);
                text.append('"')
                        .append(element.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            } else {
                text.append("NULL");
            }
            elementSlot = values.nextElement(elementSlot);
        }
        write(text.append('}').toString(), out);
    }

    private void write(String text, CopyBuffer out) {
        int field = out.beginField();
        TextEncoder.write(text.toCharArray(), 0, text.length(), rules, out);
        out.endField(field);
    }
}
