package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.field.FieldValues;

/** Encodes json and jsonb. Binary jsonb is a version byte followed by the text. */
final class JsonEncoder implements ColumnEncoder {

    private static final int JSONB_VERSION = 1;
    private static final String NUL_ESCAPE = "\\u0000";

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
            writeJson(values.characters(), values.start(slot), values.length(slot), out);
        } else {
            String text = TextEncoder.textOf(values, slot);
            char[] json = (values.kind(slot) == FieldValues.TEXT ? JsonText.quoted(text) : text).toCharArray();
            TextEncoder.write(json, 0, json.length, rules, out);
        }
        out.endField(field);
    }

    /** jsonb rejects the escape sequence of U+0000, as text rejects the character itself. */
    private void writeJson(char[] text, int offset, int length, CopyBuffer out) {
        int end = offset + length;
        int done = offset;
        for (int i = offset; i < end; i++) {
            if (text[i] != '\\') {
                continue;
            }
            if (isNulEscape(text, i, end)) {
                TextEncoder.write(text, done, i - done, rules, out);
                char replacement = rules.nulReplacement();
                if (replacement != 0) {
                    TextEncoder.write(new char[] {replacement}, 0, 1, rules, out);
                }
                i += NUL_ESCAPE.length() - 1;
                done = i + 1;
            } else {
                i++;
            }
        }
        TextEncoder.write(text, done, end - done, rules, out);
    }

    private static boolean isNulEscape(char[] text, int from, int end) {
        for (int i = 0; i < NUL_ESCAPE.length(); i++) {
            if (from + i >= end || text[from + i] != NUL_ESCAPE.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
