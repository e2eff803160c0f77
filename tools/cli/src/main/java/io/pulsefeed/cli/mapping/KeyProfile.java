package io.pulsefeed.cli.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the keys of the sampled records contain, and which fields of the values repeat them. */
final class KeyProfile {

    /** Formats of keys. */
    enum Form {
        NONE,
        OBJECT,
        TEXT,
        /** Four bytes that are not text, as IntegerSerializer writes them. */
        INT32,
        /** Eight bytes that are not text, as LongSerializer writes them. */
        INT64,
        BINARY
    }

    private static final int MAX_COMPARED = 500;
    private static final int MAX_DEPTH = 8;

    private final Map<Form, Integer> forms = new EnumMap<>(Form.class);
    private final FieldProfile fields = new FieldProfile(List.of());
    private int withSchema;
    private final FieldProfile text = new FieldProfile(List.of());
    /** By field of the key; the empty name is the whole key. */
    private final Map<String, Set<List<String>>> repeated = new HashMap<>();

    /** @param value null if it is not an object */
    void add(byte @Nullable [] key, @Nullable JsonNode value, RecordParser parser, FieldProfile.Position at) {
        Form form = formOf(key, parser);
        forms.merge(form, 1, Integer::sum);
        if (form == Form.OBJECT) {
            JsonNode object = parser.parseObject(key);
            withSchema += RecordParser.isWithSchema(parser.parse(key)) ? 1 : 0;
            fields.add(object, at);
            object.properties().forEach(field -> compare(field.getKey(), field.getValue(), value));
        } else if (form != Form.NONE && form != Form.BINARY) {
            JsonNode scalar = TextNode.valueOf(textOf(key, form));
            text.add(scalar, at);
            compare("", scalar, value);
        }
    }

    static Form formOf(byte @Nullable [] key, RecordParser parser) {
        if (key == null) {
            return Form.NONE;
        }
        if (key.length > 0 && key[0] == '{' && parser.parseObject(key) != null) {
            return Form.OBJECT;
        }
        if (utf8(key) != null) {
            return Form.TEXT;
        }
        return key.length == Integer.BYTES ? Form.INT32 : key.length == Long.BYTES ? Form.INT64 : Form.BINARY;
    }

    /** The text of a key that has one. */
    static String textOf(byte[] key, Form form) {
        return switch (form) {
            case INT32 -> Integer.toString(ByteBuffer.wrap(key).getInt());
            case INT64 -> Long.toString(ByteBuffer.wrap(key).getLong());
            default -> new String(key, StandardCharsets.UTF_8);
        };
    }

    /** The bytes as text; null if they are not UTF-8 or contain control characters. */
    static @Nullable String utf8(byte[] bytes) {
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return decoded.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r') ? null : decoded;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private void compare(String keyField, JsonNode scalar, @Nullable JsonNode value) {
        if (value == null || !scalar.isValueNode() || scalar.isNull()) {
            return;
        }
        Set<List<String>> equal = new LinkedHashSet<>();
        addEqual(value, scalar.asText(), new ArrayList<>(), equal, new int[] {MAX_COMPARED});
        Set<List<String>> known = repeated.putIfAbsent(keyField, equal);
        if (known != null) {
            known.retainAll(equal);
        }
    }

    private static void addEqual(
            JsonNode object, String text, List<String> path, Set<List<String>> equal, int[] budget) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (budget[0]-- <= 0) {
                return;
            }
            path.add(field.getKey());
            JsonNode value = field.getValue();
            if (value.isObject() && path.size() < MAX_DEPTH) {
                addEqual(value, text, path, equal, budget);
            } else if (value.isValueNode() && !value.isNull() && value.asText().equals(text)) {
                equal.add(List.copyOf(path));
            }
            path.remove(path.size() - 1);
        }
    }

    /** The format of all keys; null if there are several. */
    @Nullable
    Form form() {
        return forms.size() == 1 ? forms.keySet().iterator().next() : null;
    }

    int count(Form form) {
        return forms.getOrDefault(form, 0);
    }

    /** Whether all keys have the form of JsonConverter with schemas. */
    boolean hasSchemas() {
        return withSchema > 0 && withSchema == count(Form.OBJECT);
    }

    /** The fields of keys that are objects. */
    FieldProfile fields() {
        return fields;
    }

    /** The keys that are text or integers. */
    FieldProfile text() {
        return text;
    }

    /**
     * The fields of the value that always equal a field of the key.
     *
     * @param keyField empty for the whole key
     */
    Set<List<String>> repeatedBy(String keyField) {
        return repeated.getOrDefault(keyField, Set.of());
    }

    /** Whether a field of the value always equals the key, or a field of it. */
    boolean repeats(List<String> valuePath) {
        return repeated.values().stream().anyMatch(paths -> paths.contains(valuePath));
    }
}
