package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.wire.FieldValues;

/** json and jsonb. Binary jsonb is a version byte and the text. */
final class JsonEncoder implements ColumnEncoder {

    private static final int JSONB_VERSION = 1;

    private final boolean binary;
    private final ValueRules rules;

    JsonEncoder(boolean binary, ValueRules rules) {
        this.binary = binary;
        this.rules = rules;
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        int field = out.beginField();
        if (binary) {
            out.putByte(JSONB_VERSION);
        }
        if (values.kind(slot) == FieldValues.JSON) {
            TextEncoder.write(values.characters(), values.start(slot), values.length(slot), rules, out);
        } else {
            String spelled = TextEncoder.spelling(values, slot);
            char[] text = (values.kind(slot) == FieldValues.TEXT ? JsonText.quoted(spelled) : spelled).toCharArray();
            TextEncoder.write(text, 0, text.length, rules, out);
        }
        out.endField(field);
    }
}
