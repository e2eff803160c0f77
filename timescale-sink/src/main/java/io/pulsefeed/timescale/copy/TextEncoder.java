package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import java.util.Base64;

/** Encodes text and varchar(n) in UTF-8. Numbers keep the digits of the record; objects and arrays are written as JSON. */
final class TextEncoder implements ColumnEncoder {

    private final int maxLength;
    private final ValueRules rules;
    /** @param maxLength in code points, as the server counts them; -1 for no limit */
    TextEncoder(int maxLength, ValueRules rules) {
        this.maxLength = maxLength;
        this.rules = rules;
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        byte kind = values.kind(slot);
        if (kind == FieldValues.TEXT || kind == FieldValues.NUMBER) {
            writeField(values.characters(), values.start(slot), values.length(slot), out);
        } else if (JsonEncoder.isWritable(values, slot)) {
            writeField(values.characters(), values.jsonStart(slot), values.jsonLength(slot), out);
        } else {
            String text = textOf(values, slot);
            writeField(values.hasJson(slot) ? JsonEncoder.withoutNul(text, rules) : text, out);
        }
    }

    /** The value as text: bytes as Base64, objects and arrays as JSON. */
    static String textOf(FieldValues values, int slot) {
        return switch (values.kind(slot)) {
            case FieldValues.TEXT, FieldValues.NUMBER -> values.string(slot);
            case FieldValues.LONG -> Long.toString(values.bits(slot));
            case FieldValues.DOUBLE -> Double.toString(values.number(slot));
            case FieldValues.TRUE -> "true";
            case FieldValues.FALSE -> "false";
            case FieldValues.MILLIS -> LogicalTimes.text(values.bits(slot), values.logical(slot));
            case FieldValues.BYTES -> Base64.getEncoder().encodeToString(values.blob(slot));
            case FieldValues.JSON, FieldValues.ELEMENTS -> jsonOf(values, slot);
            default -> throw new BadRecordException(Reason.WRONG_TYPE, "not text");
        };
    }

    private static String jsonOf(FieldValues values, int slot) {
        if (!values.hasJson(slot)) {
            throw new BadRecordException(Reason.WRONG_TYPE, "an array instead of text");
        }
        return values.json(slot);
    }

    /** The text between quotation marks, as in the text forms of arrays and hstore. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    void writeField(String text, CopyBuffer out) {
        writeField(text.toCharArray(), 0, text.length(), out);
    }

    private void writeField(char[] text, int offset, int length, CopyBuffer out) {
        int field = out.beginField();
        int characters = write(text, offset, length, rules, out);
        if (maxLength >= 0 && characters > maxLength) {
            throw new BadRecordException(
                    Reason.TOO_LONG,
                    characters + " characters exceed the limit of " + maxLength + ": '"
                            + BadRecordException.truncate(new String(text, offset, length)) + "'");
        }
        out.endField(field);
    }

    /** Appends the characters in UTF-8. @return the number of code points */
    static int write(char[] text, int offset, int length, ValueRules rules, CopyBuffer out) {
        out.reserve(length * 3);
        byte[] bytes = out.array();
        int at = out.size();
        int end = offset + length;
        int codePoints = length;
        for (int i = offset; i < end; i++) {
            char c = text[i];
            if (c == 0) {
                c = rules.nulReplacement();
                if (c == 0) {
                    codePoints--;
                    continue;
                }
            }
            if (c < 0x80) {
                bytes[at++] = (byte) c;
            } else if (c < 0x800) {
                bytes[at++] = (byte) (0xC0 | c >> 6);
                bytes[at++] = (byte) (0x80 | c & 0x3F);
            } else if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text[i + 1])) {
                at = writePair(bytes, at, Character.toCodePoint(c, text[++i]));
                codePoints--;
            } else {
                at = writeThree(bytes, at, Character.isSurrogate(c) ? rules.surrogateReplacement() : c);
            }
        }
        out.truncate(at);
        return codePoints;
    }

    private static int writeThree(byte[] bytes, int at, char c) {
        bytes[at] = (byte) (0xE0 | c >> 12);
        bytes[at + 1] = (byte) (0x80 | c >> 6 & 0x3F);
        bytes[at + 2] = (byte) (0x80 | c & 0x3F);
        return at + 3;
    }

    private static int writePair(byte[] bytes, int at, int codePoint) {
        bytes[at] = (byte) (0xF0 | codePoint >> 18);
        bytes[at + 1] = (byte) (0x80 | codePoint >> 12 & 0x3F);
        bytes[at + 2] = (byte) (0x80 | codePoint >> 6 & 0x3F);
        bytes[at + 3] = (byte) (0x80 | codePoint & 0x3F);
        return at + 4;
    }
}
