package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.wire.FieldValues;
import java.util.Map;

/** text and varchar(n), in UTF-8. Numbers and booleans keep their own spelling. */
final class TextEncoder implements ColumnEncoder {

    private final int maxLength;
    private final ValueRules rules;
    private final Map<String, String> renamed;

    /**
     * @param maxLength in code points, as the server counts; -1 for no limit
     * @param renamed stored text by the text in the record; what it does not name stays as it is
     */
    TextEncoder(int maxLength, ValueRules rules, Map<String, String> renamed) {
        this.maxLength = maxLength;
        this.rules = rules;
        this.renamed = renamed;
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        byte kind = values.kind(slot);
        if (renamed.isEmpty() && (kind == FieldValues.TEXT || kind == FieldValues.NUMBER)) {
            writeField(values.characters(), values.start(slot), values.length(slot), out);
            return;
        }
        String spelled = spelling(values, slot);
        char[] text = renamed.getOrDefault(spelled, spelled).toCharArray();
        writeField(text, 0, text.length, out);
    }

    static String spelling(FieldValues values, int slot) {
        return switch (values.kind(slot)) {
            case FieldValues.TEXT, FieldValues.NUMBER -> values.string(slot);
            case FieldValues.LONG -> Long.toString(values.bits(slot));
            case FieldValues.DOUBLE -> Double.toString(values.number(slot));
            case FieldValues.TRUE -> "true";
            case FieldValues.FALSE -> "false";
            default -> throw new BadRecordException(Reason.WRONG_TYPE, "not a text");
        };
    }

    private void writeField(char[] text, int offset, int length, CopyBuffer out) {
        int field = out.beginField();
        int characters = write(text, offset, length, rules, out);
        if (maxLength >= 0 && characters > maxLength) {
            throw new BadRecordException(
                    Reason.TOO_LONG,
                    characters + " characters where " + maxLength + " fit: '"
                            + BadRecordException.cut(new String(text, offset, length)) + "'");
        }
        out.endField(field);
    }

    /** Appends the characters in UTF-8 and returns how many code points they were. */
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
