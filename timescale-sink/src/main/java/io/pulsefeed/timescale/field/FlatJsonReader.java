package io.pulsefeed.timescale.field;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the most frequent form of JSON faster than {@link JsonFieldReader}: an object in ASCII without escapes, whose fields are
 * scalars or arrays of scalars. It leaves every other record to {@link JsonFieldReader}, also one that is not valid.
 */
public final class FlatJsonReader {

    private static final int UNSUPPORTED = -1;
    private static final int MAX_NUMBER_LENGTH = 100;
    /** Number of fields whose names are remembered. */
    private static final int REMEMBERED_FIELDS = 64;
    /** Longer names are not remembered, so that foreign records cannot fill the memory. */
    private static final int MAX_REMEMBERED_BYTES = 256;

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final FieldValues values;
    private final UnknownFields unknown;
    private final PathNode root;
    /** Names of earlier records by position, and their nodes: most records have the same fields in the same order. */
    private final byte[][] names = new byte[REMEMBERED_FIELDS][];

    private final @Nullable PathNode[] nodes = new PathNode[REMEMBERED_FIELDS];
    private int unmapped;

    public FlatJsonReader(FieldValues values, UnknownFields unknown, PathNode root) {
        this.values = values;
        this.unknown = unknown;
        this.root = root;
    }

    /**
     * Reads a record into empty slots.
     *
     * @return false if the record has another form; the slots are empty again
     */
    public boolean read(byte[] json) {
        unmapped = 0;
        int end = readObject(json);
        if (end >= 0 && skipSpace(json, end) == json.length) {
            unknown.countIgnored(unmapped);
            return true;
        }
        values.clear();
        return false;
    }

    private int readObject(byte[] json) {
        long object = values.nextObject();
        int at = skipSpace(json, 0);
        if (byteAt(json, at) != '{') {
            return UNSUPPORTED;
        }
        at = skipSpace(json, at + 1);
        if (byteAt(json, at) == '}') {
            return at + 1;
        }
        for (int position = 0; ; position++) {
            at = readField(json, at, position, object);
            if (at < 0) {
                return UNSUPPORTED;
            }
            at = skipSpace(json, at);
            int separator = byteAt(json, at);
            if (separator == '}') {
                return at + 1;
            }
            if (separator != ',') {
                return UNSUPPORTED;
            }
            at = skipSpace(json, at + 1);
        }
    }

    private int readField(byte[] json, int start, int position, long object) {
        int end = byteAt(json, start) == '"' ? endOfText(json, start + 1) : UNSUPPORTED;
        if (end < 0) {
            return UNSUPPORTED;
        }
        PathNode node = nodeOf(json, start + 1, end, position);
        int at = skipSpace(json, end + 1);
        if (byteAt(json, at) != ':') {
            return UNSUPPORTED;
        }
        at = skipSpace(json, at + 1);
        if (node == null) {
            unmapped++;
            return unknown.isOnlyCounted() ? readValue(json, at, null, 0) : UNSUPPORTED;
        }
        if (node.object() >= object) {
            return UNSUPPORTED;
        }
        node.readIn(object);
        return readValue(json, at, node, 0);
    }

    private @Nullable PathNode nodeOf(byte[] json, int from, int to, int position) {
        boolean isRemembered = position < REMEMBERED_FIELDS;
        if (isRemembered) {
            byte[] name = names[position];
            if (name != null && Arrays.equals(json, from, to, name, 0, name.length)) {
                return nodes[position];
            }
        }
        PathNode node = root.child(new String(json, from, to - from, StandardCharsets.US_ASCII));
        if (isRemembered && to - from <= MAX_REMEMBERED_BYTES) {
            names[position] = Arrays.copyOfRange(json, from, to);
            nodes[position] = node;
        }
        return node;
    }

    /** @param node null if the value is not mapped. @return position after the value */
    private int readValue(byte[] json, int at, @Nullable PathNode node, int base) {
        if (byteAt(json, at) == '[') {
            return readArray(json, at + 1, node, base);
        }
        return readScalar(json, at, node == null || node.slot() < 0 ? -1 : base + node.slot());
    }

    private int readScalar(byte[] json, int at, int slot) {
        return switch (byteAt(json, at)) {
            case '"' -> readText(json, at + 1, slot);
            case 't' -> readLiteral(json, at, TRUE, slot, FieldValues.TRUE);
            case 'f' -> readLiteral(json, at, FALSE, slot, FieldValues.FALSE);
            case 'n' -> readLiteral(json, at, NULL, slot, FieldValues.NULL);
            default -> readNumber(json, at, slot);
        };
    }

    private int readText(byte[] json, int start, int slot) {
        int end = endOfText(json, start);
        if (end < 0) {
            return UNSUPPORTED;
        }
        if (slot >= 0) {
            values.setAscii(slot, FieldValues.TEXT, json, start, end - start);
        }
        return end + 1;
    }

    private int readLiteral(byte[] json, int start, byte[] literal, int slot, byte kind) {
        int end = start + literal.length;
        if (end > json.length || !Arrays.equals(json, start, end, literal, 0, literal.length)) {
            return UNSUPPORTED;
        }
        if (slot >= 0) {
            values.setKind(slot, kind);
        }
        return end;
    }

    private int readNumber(byte[] json, int start, int slot) {
        int integer = byteAt(json, start) == '-' ? start + 1 : start;
        int end = skipDigits(json, integer);
        if (end == integer || json[integer] == '0' && end > integer + 1) {
            return UNSUPPORTED;
        }
        if (byteAt(json, end) == '.') {
            int fraction = end + 1;
            end = skipDigits(json, fraction);
            if (end == fraction) {
                return UNSUPPORTED;
            }
        }
        if (end - start > MAX_NUMBER_LENGTH) {
            return UNSUPPORTED;
        }
        if (slot >= 0) {
            values.setAscii(slot, FieldValues.NUMBER, json, start, end - start);
        }
        return end;
    }

    private int readArray(byte[] json, int start, @Nullable PathNode node, int base) {
        if (node != null && (node.wantsJson() || node.slot() < 0)) {
            return UNSUPPORTED;
        }
        PathNode element = node == null ? null : node.element();
        int first = -1;
        int last = -1;
        int count = 0;
        int at = skipSpace(json, start);
        boolean isEmpty = byteAt(json, at) == ']';
        while (!isEmpty) {
            if (element != null) {
                last = values.addElement(node.elementSlots(), last);
                first = first < 0 ? last : first;
                count++;
            }
            at = readScalar(json, at, element == null || element.slot() < 0 ? -1 : last + element.slot());
            if (at < 0) {
                return UNSUPPORTED;
            }
            at = skipSpace(json, at);
            int separator = byteAt(json, at);
            if (separator == ']') {
                break;
            }
            if (separator != ',') {
                return UNSUPPORTED;
            }
            at = skipSpace(json, at + 1);
        }
        if (element != null) {
            values.setElements(base + node.slot(), first, count, "");
        } else if (node != null) {
            values.setKind(base + node.slot(), FieldValues.NESTED_ARRAY);
        }
        return at + 1;
    }

    /** Position of the closing quotation mark. */
    private static int endOfText(byte[] json, int start) {
        for (int i = start; i < json.length; i++) {
            byte b = json[i];
            if (b == '"') {
                return i;
            }
            // Bytes of other characters than ASCII are negative.
            if (b < ' ' || b == '\\') {
                return UNSUPPORTED;
            }
        }
        return UNSUPPORTED;
    }

    private static int skipDigits(byte[] json, int start) {
        int at = start;
        while (at < json.length && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        return at;
    }

    private static int skipSpace(byte[] json, int start) {
        int at = start;
        while (at < json.length && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** 0 after the end, which is not valid anywhere. */
    private static int byteAt(byte[] json, int at) {
        return at < json.length ? json[at] : 0;
    }
}
