package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** The JSON reader that all of the venue's documents go through, with the limits on outside input. */
final class Json {

    /** The venue nests 6 levels at most; deeper documents are an attack or an accident. */
    private static final int MAX_DEPTH = 20;

    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(100)
                    .build())
            .build();

    private Json() {}

    /** The scalar's text, or null when the token is an object, an array or null. */
    static String scalar(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        return token.isScalarValue() && token != JsonToken.VALUE_NULL ? in.getText() : null;
    }

    /** The number's digits as they stand on the wire, or null when the token is no number. */
    static String number(JsonParser in) throws IOException {
        return in.currentToken().isNumeric() ? in.getText() : null;
    }

    static String string(JsonParser in) throws IOException {
        return in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : null;
    }

    /** The number as a long, or -1 when it is no integer of 63 bits. */
    static long integer(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT || in.getTextLength() > 19) {
            return -1;
        }
        return in.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? -1 : in.getLongValue();
    }

    /** Marks a field as seen. A field given twice makes a document ambiguous, and a parser that keeps the last one hides it. */
    static int once(int seen, int field, JsonParser in) throws JsonParseException {
        if ((seen & field) != 0) {
            throw new JsonParseException(in, "field given twice");
        }
        return seen | field;
    }

    /** Reads to the end, so that a truncated document is noticed even behind its last interesting field. */
    static void finish(JsonParser in) throws IOException {
        if (in.nextToken() != null) {
            throw new JsonParseException(in, "text behind the document");
        }
    }

    /** The start of a document, for a log line. */
    static String excerpt(String document) {
        return document.length() <= 160 ? document : document.substring(0, 160) + "...";
    }
}
