package io.pulsefeed.timescale.field;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the mapped fields of a JSON object with a streaming parser, without an intermediate tree. */
public final class JsonFieldReader {

    /** Maximum depth of objects and arrays, including the record itself. */
    static final int MAX_NESTING = 64;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final JsonParsers parsers;
    private final FieldValues values;
    private final UnknownFields unknown;
    private final JsonWriter capture = new JsonWriter();
    /** Number of enclosing objects and arrays that are being serialized. */
    private int capturing;

    private @Nullable PathNode top;
    private long topObject;

    /** @param maxBytes maximum length of a string value */
    public JsonFieldReader(FieldValues values, UnknownFields unknown, int maxBytes) {
        this.values = values;
        this.unknown = unknown;
        this.parsers = new JsonParsers(MAX_NESTING, maxBytes);
    }

    /**
     * @return false if the bytes are JSON but not a single object
     * @throws IOException if the bytes are not JSON or nest deeper than 64 levels
     */
    public boolean read(byte[] json, PathNode root) throws IOException {
        try (JsonParser parser = parsers.of(json)) {
            return read(parser, root);
        }
    }

    /** Reads text like the bytes of its UTF-8 form, but keeps unpaired surrogates, which UTF-8 cannot encode. */
    public boolean read(String json, PathNode root) throws IOException {
        String text = !json.isEmpty() && json.charAt(0) == BYTE_ORDER_MARK ? json.substring(1) : json;
        try (JsonParser parser = parsers.of(text)) {
            return read(parser, root);
        }
    }

    private boolean read(JsonParser parser, PathNode root) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new IOException("empty value");
        }
        if (first != JsonToken.START_OBJECT) {
            return false;
        }
        top = root.top();
        topObject = values.nextObject();
        capturing = 0;
        readObject(parser, root, 0);
        return parser.nextToken() == null;
    }

    private void readObject(JsonParser parser, PathNode node, int base) throws IOException {
        long object = values.nextObject();
        boolean isTop = node == top;
        // The fields of an unwrapped object are siblings of those of the record.
        long firstObject = isTop ? topObject : object;
        String name;
        while ((name = parser.nextFieldName()) != null) {
            if (capturing > 0) {
                capture.name(name);
            }
            JsonToken token = parser.nextToken();
            PathNode child = node.child(name);
            if (child == null) {
                readUnmapped(parser, name, token, isTop, object);
            } else if (child.object() < firstObject || isReplacing(child, object, base)) {
                child.readIn(object);
                readValue(parser, token, child, base);
            } else {
                skip(parser);
            }
        }
    }

    /**
     * Removes the earlier value of a duplicate.
     *
     * @param object number of the current object
     * @return false if the field was read in an unwrapped object, whose fields replace those of the record
     */
    private boolean isReplacing(PathNode field, long object, int base) {
        unknown.countDuplicate();
        if (field.object() > object) {
            return false;
        }
        field.clear(values, base);
        return true;
    }

    private void readUnmapped(JsonParser parser, String name, JsonToken token, boolean isTop, long object)
            throws IOException {
        if (isTop) {
            unknown.add(name, typeOf(token));
            if (unknown.isStored()) {
                capture.clear();
                capture.copy(parser);
                unknown.store(name, object, capture.toString());
                return;
            }
        } else if (capturing == 0) {
            unknown.countIgnored(1);
        }
        skip(parser);
    }

    private void skip(JsonParser parser) throws IOException {
        if (capturing > 0) {
            capture.copy(parser);
        } else {
            parser.skipChildren();
        }
    }

    private void readValue(JsonParser parser, JsonToken token, PathNode node, int base) throws IOException {
        int slot = node.slot() < 0 ? -1 : base + node.slot();
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            boolean captures = slot >= 0 && node.wantsJson();
            if (captures && capturing++ == 0) {
                capture.clear();
            }
            if (token == JsonToken.START_OBJECT) {
                readObjectValue(parser, node, slot, base, captures);
            } else {
                readArrayValue(parser, node, slot, captures);
            }
            capturing -= captures ? 1 : 0;
            return;
        }
        if (capturing > 0) {
            capture.scalar(token, parser);
        }
        switch (token) {
            case VALUE_STRING -> setText(parser, slot, FieldValues.TEXT);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> setText(parser, slot, FieldValues.NUMBER);
            case VALUE_TRUE -> setKind(slot, FieldValues.TRUE);
            case VALUE_FALSE -> setKind(slot, FieldValues.FALSE);
            case VALUE_NULL -> setKind(slot, FieldValues.NULL);
            default -> throw new IOException("unexpected token " + token);
        }
    }

    private void readObjectValue(JsonParser parser, PathNode node, int slot, int base, boolean captures)
            throws IOException {
        setKind(slot, FieldValues.NESTED);
        if (capturing == 0) {
            if (node.isLeaf()) {
                parser.skipChildren();
            } else {
                readObject(parser, node, base);
            }
            return;
        }
        capture.beginObject();
        int start = capture.length() - 1;
        readObject(parser, node, base);
        capture.endObject();
        if (captures) {
            values.setJson(slot, capture.textFrom(start));
        }
    }

    private void readArrayValue(JsonParser parser, PathNode node, int slot, boolean captures) throws IOException {
        PathNode element = node.element();
        if (element == null && capturing == 0) {
            setKind(slot, FieldValues.NESTED_ARRAY);
            parser.skipChildren();
            return;
        }
        if (capturing > 0) {
            capture.beginArray();
        }
        int start = capture.length() - 1;
        int first = -1;
        int last = -1;
        int count = 0;
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            if (element == null) {
                skip(parser);
            } else {
                last = values.addElement(node.elementSlots(), last);
                first = first < 0 ? last : first;
                readValue(parser, token, element, last);
                count++;
            }
        }
        if (capturing > 0) {
            capture.endArray();
        }
        CharSequence json = captures ? capture.textFrom(start) : "";
        if (element != null) {
            values.setElements(slot, first, count, json);
        } else if (captures) {
            values.setJson(slot, json);
        } else {
            setKind(slot, FieldValues.NESTED_ARRAY);
        }
    }

    private void setText(JsonParser parser, int slot, byte kind) throws IOException {
        if (slot >= 0) {
            values.setCharacters(
                    slot, kind, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        }
    }

    private void setKind(int slot, byte kind) {
        if (slot >= 0) {
            values.setKind(slot, kind);
        }
    }

    /** Numbers map to float8, because an integer can be a fraction in the next record. */
    private static @Nullable String typeOf(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "float8";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            case START_OBJECT, START_ARRAY -> "jsonb";
            default -> null;
        };
    }
}
