package io.pulsefeed.timescale.field;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/**
 * Parsers with common limits. A factory keeps the last 6,000 field names that its parsers have read, whatever their length, to decode
 * each name once. Long input gets a factory of its own, so that foreign names do not fill the memory: at most 6,000 names of {@value
 * #MAX_KEPT} bytes are kept.
 */
final class JsonParsers {

    static final int MAX_KEPT = 4096;

    private static final int MAX_NAME_CHARS = 50_000;
    private static final int MAX_NUMBER_CHARS = 1_000;

    private final StreamReadConstraints limits;
    private final JsonFactory factory;

    /**
     * @param maxNesting maximum depth of objects and arrays
     * @param maxStringLength maximum length of a string value
     */
    JsonParsers(int maxNesting, int maxStringLength) {
        limits = StreamReadConstraints.builder()
                .maxNestingDepth(maxNesting)
                .maxStringLength(maxStringLength)
                .maxNumberLength(MAX_NUMBER_CHARS)
                .maxNameLength(MAX_NAME_CHARS)
                .build();
        factory = newFactory();
    }

    private JsonFactory newFactory() {
        // Field names are looked up by value, so interning them would only fill the string table.
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(limits)
                .build();
    }

    private JsonFactory factoryFor(int length) {
        return length <= MAX_KEPT ? factory : newFactory();
    }

    JsonParser of(byte[] json) throws IOException {
        return factoryFor(json.length).createParser(json, 0, json.length);
    }

    JsonParser of(String json) throws IOException {
        return factoryFor(json.length()).createParser(json);
    }
}
