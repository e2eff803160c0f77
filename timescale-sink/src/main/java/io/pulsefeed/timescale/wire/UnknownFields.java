package io.pulsefeed.timescale.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The top-level fields of a record that no mapping asks for: kept together as JSON, or noted so that columns may be added. */
public final class UnknownFields {

    private static final int MOST_NOTED = 200;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final int slot;
    private final Predicate<String> wanted;
    private final Map<String, String> noted = new HashMap<>();
    private StringWriter text;
    private JsonGenerator json;
    private long count;

    /**
     * @param slot where the fields go as one JSON object; -1 for nowhere
     * @param wanted which names are to be noted; null for none
     */
    public UnknownFields(int slot, Predicate<String> wanted) {
        this.slot = slot;
        this.wanted = wanted;
    }

    public boolean isKept() {
        return slot >= 0;
    }

    /** Fields seen since the last call. */
    public long takeCount() {
        long taken = count;
        count = 0;
        return taken;
    }

    public boolean hasNoted() {
        return !noted.isEmpty();
    }

    /** The noted fields with the SQL type that holds them. */
    public Map<String, String> takeNoted() {
        Map<String, String> taken = Map.copyOf(noted);
        noted.clear();
        return taken;
    }

    /** The parser stands at the field's value, and afterwards at its end. */
    void see(String name, JsonToken token, JsonParser parser) throws IOException {
        count++;
        note(name, typeOf(token));
        if (slot < 0) {
            parser.skipChildren();
        } else {
            JsonGenerator out = writer();
            out.writeFieldName(name);
            out.copyCurrentStructure(parser);
        }
    }

    /** @param type SQL type, null for a value that tells none */
    public void see(String name, String type, CharSequence jsonValue) {
        count++;
        note(name, type);
        if (slot >= 0) {
            try {
                JsonGenerator out = writer();
                out.writeFieldName(name);
                out.writeRawValue(jsonValue.toString());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Ends the record. */
    public void finish(FieldValues values) {
        if (json == null) {
            return;
        }
        try {
            json.writeEndObject();
            json.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        values.setCharacters(slot, FieldValues.JSON, text.getBuffer());
        json = null;
    }

    /** Forgets what a record that broke off has left. */
    public void begin() {
        json = null;
    }

    private JsonGenerator writer() throws IOException {
        if (json == null) {
            text = new StringWriter();
            json = FACTORY.createGenerator(text);
            json.writeStartObject();
        }
        return json;
    }

    private void note(String name, String type) {
        if (type != null && wanted != null && noted.size() < MOST_NOTED && wanted.test(name)) {
            noted.put(name, type);
        }
    }

    /** Every number is a float8: an integer today may be a fraction tomorrow. */
    private static String typeOf(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "float8";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            case START_OBJECT, START_ARRAY -> "jsonb";
            default -> null;
        };
    }
}
