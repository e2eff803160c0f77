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
        if (isWritable(values, slot)) {
            TextEncoder.write(values.characters(), values.jsonStart(slot), values.jsonLength(slot), rules, out);
        } else {
            char[] json = withoutNul(json(values, slot), rules).toCharArray();
            TextEncoder.write(json, 0, json.length, rules, out);
        }
        out.endField(field);
    }

    /** Whether the slot holds JSON that cannot contain the escape sequence of U+0000. */
    static boolean isWritable(FieldValues values, int slot) {
        if (!values.hasJson(slot)) {
            return false;
        }
        char[] json = values.characters();
        int last = values.jsonStart(slot) + values.jsonLength(slot) - 1;
        for (int i = values.jsonStart(slot); i < last; i++) {
            if (json[i] == '\\' && json[i + 1] == 'u') {
                return false;
            }
        }
        return true;
    }

    private static String json(FieldValues values, int slot) {
        if (values.hasJson(slot)) {
            return values.json(slot);
        }
        String text = TextEncoder.textOf(values, slot);
        boolean literal =
                switch (values.kind(slot)) {
                    case FieldValues.NUMBER, FieldValues.LONG, FieldValues.TRUE, FieldValues.FALSE -> true;
                    case FieldValues.DOUBLE -> Double.isFinite(values.number(slot));
                    default -> false;
                };
        return literal ? text : JsonText.quoted(text);
    }

    /** Replaces the escape sequence of U+0000, which jsonb rejects, as text rejects the character itself. */
    static String withoutNul(String json, ValueRules rules) {
        if (!json.contains(NUL_ESCAPE)) {
            return json;
        }
        StringBuilder out = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c != '\\') {
                out.append(c);
            } else if (json.startsWith(NUL_ESCAPE, i)) {
                char replacement = rules.nulReplacement();
                if (replacement != 0) {
                    out.append(replacement);
                }
                i += NUL_ESCAPE.length() - 1;
            } else {
                out.append(c).append(json.charAt(++i));
            }
        }
        return out.toString();
    }
}
