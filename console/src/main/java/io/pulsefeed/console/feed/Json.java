package io.pulsefeed.console.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** JSON of records and events. */
public final class Json {

    /** The limit of the sink. Events contain records, and must not be nested deeper than the writer allows. */
    private static final int MAX_NESTING = 64;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
            .build());

    private Json() {}

    /** The object in {@code value}; null if it is not a JSON object. */
    static @Nullable JsonNode parse(byte @Nullable [] value) {
        if (value == null || value.length == 0 || value[0] != '{') {
            return null;
        }
        try {
            return MAPPER.readTree(value);
        } catch (IOException e) {
            return null;
        }
    }

    /** Text without line breaks, as the data of an event needs. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
