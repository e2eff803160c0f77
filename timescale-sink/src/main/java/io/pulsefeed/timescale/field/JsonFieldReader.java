package io.pulsefeed.timescale.field;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** Reads the mapped fields of a JSON object with a streaming parser, without an intermediate tree. */
public final class JsonFieldReader {

    private static final int MAX_NESTING = 64;

    private final JsonFactory factory;
    private final FieldValues values;
    private final UnknownFields unknown;
    private @Nullable PathNode top;
    private long ignoredFields;
    private long duplicateFields;

    /** @param maxBytes maximum length of a string value */
    public JsonFieldReader(FieldValues values, UnknownFields unknown, int maxBytes) {
        this.values = values;
        this.unknown = unknown;
        // Field names are untrusted input and are looked up by value, so interning them would only fill the string
        // table.
        this.factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .maxStringLength(maxBytes)
                        .maxNumberLength(1000)
                        .maxNameLength(50_000)
                        .build())
                .build();
    }

    /** Number of unmapped fields below the top level since the last call. */
    public long takeIgnored() {
        long taken = ignoredFields;
        ignoredFields = 0;
        return taken;
    }

    /** Number of duplicate fields since the last call; the last value is used. */
    public long takeDuplicates() {
        long taken = duplicateFields;
        duplicateFields = 0;
        return taken;
    }

    /**
     * @return false if the bytes are JSON but not a single object
     * @throws IOException if the bytes are not JSON or nest deeper than 64 levels
     */
    public boolean read(byte[] json, PathNode root) throws IOException {
        try (JsonParser parser = factory.createParser(json, 0, json.length)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IOException("empty value");
            }
            if (first != JsonToken.START_OBJECT) {
                return false;
            }
            top = root;
            readObject(parser, root, 0);
            return parser.nextToken() == null;
        }
    }

    private void readObject(JsonParser parser, PathNode node, int base) throws IOException {
        String name;
        while ((name = parser.nextFieldName()) != null) {
            JsonToken token = parser.nextToken();
            PathNode child = node.child(name);
            if (child == null && node == top) {
                unknown.add(name, token, parser);
            } else if (child == null) {
                ignoredFields++;
                parser.skipChildren();
            } else {
                readValue(parser, token, child, base);
            }
        }
    }

    private void readValue(JsonParser parser, JsonToken token, PathNode node, int base) throws IOException {
        int slot = node.slot() < 0 ? -1 : base + node.slot();
        if (slot >= 0 && values.kind(slot) != FieldValues.ABSENT) {
            duplicateFields++;
        }
        switch (token) {
            case VALUE_STRING -> setText(parser, slot, FieldValues.TEXT);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> setText(parser, slot, FieldValues.NUMBER);
            case VALUE_TRUE -> setKind(slot, FieldValues.TRUE);
            case VALUE_FALSE -> setKind(slot, FieldValues.FALSE);
            case VALUE_NULL -> setKind(slot, FieldValues.NULL);
            case START_OBJECT -> {
                if (node.wantsJson()) {
                    captureJson(parser, slot);
                } else {
                    setKind(slot, FieldValues.NESTED);
                    readNested(parser, node, base);
                }
            }
            case START_ARRAY -> {
                if (node.element() != null) {
                    readElements(parser, node, slot);
                } else if (node.wantsJson()) {
                    captureJson(parser, slot);
                } else {
                    setKind(slot, FieldValues.NESTED);
                    parser.skipChildren();
                }
            }
            default -> throw new IOException("unexpected token " + token);
        }
    }

    private void readNested(JsonParser parser, PathNode node, int base) throws IOException {
        if (node.isLeaf()) {
            parser.skipChildren();
        } else {
            readObject(parser, node, base);
        }
    }

    private void readElements(JsonParser parser, PathNode node, int slot) throws IOException {
        int first = -1;
        int count = 0;
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            int elementSlot = values.addSlots(node.elementSlots());
            if (first < 0) {
                first = elementSlot;
            }
            readElement(parser, token, node.element(), elementSlot);
            count++;
        }
        values.setElements(slot, first, count);
    }

    /** A nested array would need slots between those of its siblings, so it is only marked as {@link FieldValues#NESTED}. */
    private void readElement(JsonParser parser, JsonToken token, PathNode element, int slot) throws IOException {
        if (token == JsonToken.START_ARRAY) {
            values.setKind(slot, FieldValues.NESTED);
            parser.skipChildren();
        } else {
            readValue(parser, token, element, slot);
        }
    }

    private void captureJson(JsonParser parser, int slot) throws IOException {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = factory.createGenerator(out)) {
            generator.copyCurrentStructure(parser);
        }
        values.setCharacters(slot, FieldValues.JSON, out.getBuffer());
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
}
