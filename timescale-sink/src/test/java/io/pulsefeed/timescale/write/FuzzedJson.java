package io.pulsefeed.timescale.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A fuzzed JSON value in the forms in which converters deliver it. */
final class FuzzedJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final byte[] bytes;
    /** The forms that mean the same as the bytes. */
    private final Map<String, Object> forms = new HashMap<>();

    FuzzedJson(byte[] bytes) {
        this.bytes = bytes;
        if (isUtf8(bytes)) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            forms.put("text", text);
            if (isExact(bytes)) {
                forms.putAll(RecordForms.of(text, true));
            }
        }
    }

    /** Encodes all forms with a mapping, and requires the same rows, or the same reason for the dead letter topic. */
    void check(FuzzedMapping mapping) {
        RowEncoding encoding = mapping.encodingOf(bytes.length);
        List<String> rows = encoding.rows(Shape.record(bytes, 0));
        forms.forEach((form, value) -> {
            if (value instanceof String || mapping.allowsMaps()) {
                assertThat(encoding.rows(Shape.record(value, 0)))
                        .as("%s with %s", form, mapping)
                        .isEqualTo(rows);
            }
        });
    }

    /** Whether the bytes are one text. A NUL at the start would make them JSON in UTF-16 or UTF-32. */
    static boolean isUtf8(byte[] bytes) {
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0) {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Whether a converter loses nothing of the value: one object, whose numbers are printed like those of Java. */
    private static boolean isExact(byte[] json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            int depth = 1;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token.isNumeric() && !isExactNumber(token, parser.getText())) {
                    return false;
                }
            }
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isExactNumber(JsonToken token, String text) {
        try {
            return token == JsonToken.VALUE_NUMBER_INT
                    ? Long.toString(Long.parseLong(text)).equals(text)
                    : Double.toString(Double.parseDouble(text)).equals(text);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
