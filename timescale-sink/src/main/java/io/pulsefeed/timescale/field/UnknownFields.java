package io.pulsefeed.timescale.field;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The unmapped top-level fields of a record: stored together as JSON, or collected so that columns can be added for them. */
public final class UnknownFields {

    private static final int MAX_COLLECTED = 200;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final int slot;
    private final @Nullable Predicate<String> wanted;
    private final Map<String, String> collected = new HashMap<>();
    private @Nullable StringWriter text;
    private @Nullable JsonGenerator json;
    private long count;

    /**
     * @param slot of the JSON object that stores the fields; -1 to ignore them
     * @param wanted which names to collect for new columns; null for none
     */
    public UnknownFields(int slot, @Nullable Predicate<String> wanted) {
        this.slot = slot;
        this.wanted = wanted;
    }

    public boolean isStored() {
        return slot >= 0;
    }

    /** Number of fields since the last call. */
    public long takeCount() {
        long taken = count;
        count = 0;
        return taken;
    }

    public boolean hasCollected() {
        return !collected.isEmpty();
    }

    /** Returns and removes the collected fields, each with the SQL type of its column. */
    public Map<String, String> takeCollected() {
        Map<String, String> taken = Map.copyOf(collected);
        collected.clear();
        return taken;
    }

    /** @param parser is positioned at the value of the field, and afterwards at its end */
    void add(String name, JsonToken token, JsonParser parser) throws IOException {
        count++;
        collect(name, typeOf(token));
        if (slot < 0) {
            parser.skipChildren();
        } else {
            JsonGenerator out = writer();
            out.writeFieldName(name);
            out.copyCurrentStructure(parser);
        }
    }

    /** @param type SQL type; null for a value that does not determine one */
    void add(String name, @Nullable String type, CharSequence jsonValue) {
        count++;
        collect(name, type);
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

    /** Ends the record and stores its fields. */
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

    /** Starts a record and discards the fields of an earlier incomplete one. */
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

    private void collect(String name, @Nullable String type) {
        if (type != null && wanted != null && collected.size() < MAX_COLLECTED && wanted.test(name)) {
            collected.put(name, type);
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
