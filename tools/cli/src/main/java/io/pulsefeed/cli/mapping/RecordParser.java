package io.pulsefeed.cli.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON for the profile, with the limits of the sink. Numbers keep their digits. Records of JsonConverter with schemas have an object
 * {@code schema} and the record itself in {@code payload}.
 */
final class RecordParser {

    private static final int MAX_NESTING = 64;

    private final int maxBytes;
    private final boolean hasSchemas;
    private final ObjectMapper mapper;
    private final ObjectMapper withoutDigits;

    /** @param maxBytes larger values are not parsed */
    RecordParser(int maxBytes) {
        this(maxBytes, false);
    }

    private RecordParser(int maxBytes, boolean hasSchemas) {
        this.maxBytes = maxBytes;
        this.hasSchemas = hasSchemas;
        JsonFactory factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .maxNumberLength(1000)
                        .build())
                .build();
        this.mapper = new ObjectMapper(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
        this.withoutDigits = mapper.copy().disable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    /** Any JSON value; null if the bytes are not JSON, or too large. */
    @Nullable
    JsonNode parse(byte @Nullable [] json) {
        if (json == null || json.length == 0 || json.length > maxBytes) {
            return null;
        }
        JsonNode value = parse(json, mapper);
        // A number such as 1e99999999999 is valid JSON but not a BigDecimal.
        return value == null ? parse(json, withoutDigits) : value;
    }

    private static @Nullable JsonNode parse(byte[] json, ObjectMapper mapper) {
        try {
            return mapper.readTree(json);
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    /** A parser of the objects in {@code payload}. */
    RecordParser ofPayloads() {
        return new RecordParser(maxBytes, true);
    }

    boolean hasSchemas() {
        return hasSchemas;
    }

    /** Whether a value has the form of JsonConverter with schemas. */
    static boolean isWithSchema(@Nullable JsonNode value) {
        return value != null
                && value.size() == 2
                && value.path("schema").path("type").isTextual()
                && value.has("payload");
    }

    /** Null if the bytes are not a JSON object. */
    @Nullable
    JsonNode parseObject(byte @Nullable [] json) {
        JsonNode value = parse(json);
        if (hasSchemas && isWithSchema(value)) {
            value = value.get("payload");
        }
        return value != null && value.isObject() ? value : null;
    }
}
