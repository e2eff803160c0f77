package io.pulsefeed.timescale.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;

/** The forms in which converters deliver one JSON record: bytes, text, a map without a schema, and a struct. */
final class RecordForms {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final JsonConverter CONVERTER = new JsonConverter();

    static {
        CONVERTER.configure(Map.of("schemas.enable", "false"), false);
    }

    private RecordForms() {}

    /** @param converted whether to include the forms that lose digits or reject the record */
    static Map<String, Object> of(String json, boolean converted) {
        Map<String, Object> forms = new LinkedHashMap<>();
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        forms.put("bytes", bytes);
        forms.put("text", json);
        if (converted) {
            try {
                forms.put("map", CONVERTER.toConnectData("readings", bytes).value());
            } catch (DataException e) {
                return forms;
            }
            struct(json).ifPresent(struct -> forms.put("struct", struct));
        }
        return forms;
    }

    private static Optional<Object> struct(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            return node.isObject() ? schema(node).map(schema -> value(node, schema)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Empty if no schema describes the value: elements of different types, or a null that makes the type unknown. */
    private static Optional<Schema> schema(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL, STRING -> Optional.of(Schema.OPTIONAL_STRING_SCHEMA);
            case BOOLEAN -> Optional.of(Schema.OPTIONAL_BOOLEAN_SCHEMA);
            case NUMBER -> Optional.of(
                    node.isIntegralNumber() ? Schema.OPTIONAL_INT64_SCHEMA : Schema.OPTIONAL_FLOAT64_SCHEMA);
            case ARRAY -> arraySchema(node);
            default -> objectSchema(node);
        };
    }

    private static Optional<Schema> arraySchema(JsonNode node) {
        Schema element = null;
        for (JsonNode child : node) {
            Optional<Schema> schema = schema(child);
            if (schema.isEmpty() || element != null && !element.equals(schema.get())) {
                return Optional.empty();
            }
            element = schema.get();
        }
        return Optional.of(SchemaBuilder.array(element == null ? Schema.OPTIONAL_STRING_SCHEMA : element)
                .optional()
                .build());
    }

    private static Optional<Schema> objectSchema(JsonNode node) {
        SchemaBuilder builder = SchemaBuilder.struct().optional();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            Optional<Schema> schema = schema(field.getValue());
            if (schema.isEmpty() || field.getKey().isEmpty()) {
                return Optional.empty();
            }
            builder.field(field.getKey(), schema.get());
        }
        return Optional.of(builder.build());
    }

    private static Object value(JsonNode node, Schema schema) {
        return switch (node.getNodeType()) {
            case NULL -> null;
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.isIntegralNumber() ? (Object) node.longValue() : (Object) node.doubleValue();
            case ARRAY -> {
                List<Object> elements = new ArrayList<>();
                node.forEach(element -> elements.add(value(element, schema.valueSchema())));
                yield elements;
            }
            default -> {
                Struct struct = new Struct(schema);
                node.properties()
                        .forEach(field -> struct.put(
                                field.getKey(),
                                value(
                                        field.getValue(),
                                        schema.field(field.getKey()).schema())));
                yield struct;
            }
        };
    }
}
