package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON reading with limits on the input. The value methods return null if the current token has another type. */
final class Json {

    /** Kraken nests at most 6 levels. */
    private static final int MAX_DEPTH = 20;

    private static final int MAX_EXCERPT = 240;

    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(10_000)
                    .build())
            // Some JSON writers print NaN for a missing number. It spoils one element instead of the document.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private Json() {}

    /** The text of a string, number or boolean. */
    static @Nullable String scalar(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        return token.isScalarValue() && token != JsonToken.VALUE_NULL ? in.getText() : null;
    }

    /** The digits of a number as they are on the wire. */
    static @Nullable String number(JsonParser in) throws IOException {
        return in.currentToken().isNumeric() ? in.getText() : null;
    }

    static @Nullable String string(JsonParser in) throws IOException {
        return in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : null;
    }

    /** The text of a string that appears in log lines, shortened if it is too long for one. */
    static @Nullable String shortString(JsonParser in) throws IOException {
        String text = string(in);
        return text == null ? null : excerpt(text);
    }

    /** An integer of at most 63 bits; -1 for anything else. */
    static long integer(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT || in.getTextLength() > 19) {
            return -1;
        }
        return in.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? -1 : in.getLongValue();
    }

    /**
     * Adds {@code field} to the set {@code seen}.
     *
     * @throws JsonParseException if the field is repeated, which makes the document ambiguous
     */
    static int markSeen(int seen, int field, JsonParser in) throws JsonParseException {
        if ((seen & field) != 0) {
            throw new JsonParseException(in, "repeated field");
        }
        return seen | field;
    }

    /** @throws JsonParseException if text follows the document; a truncated document fails here at the latest */
    static void finish(JsonParser in) throws IOException {
        if (in.nextToken() != null) {
            throw new JsonParseException(in, "text after the document");
        }
    }

    /** The start of a document, for a log line. */
    static String excerpt(String document) {
        return document.length() <= MAX_EXCERPT ? document : document.substring(0, MAX_EXCERPT) + "...";
    }
}
