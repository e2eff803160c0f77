package io.pulsefeed.timescale.field;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** Builds compact JSON text. Numbers keep their digits, because a double would change some of them. Not thread-safe. */
public final class JsonWriter {

    private static final char[] HEX = "0123456789abcdef".toCharArray();
    /** Capacity that a large value does not leave behind. */
    private static final int RETAINED_CHARACTERS = 1 << 18;

    private static final JsonParsers PARSERS =
            new JsonParsers(StreamReadConstraints.DEFAULT_MAX_DEPTH, Integer.MAX_VALUE);

    private final StringBuilder out = new StringBuilder();

    /** The text of one value, in compact form and with valid escapes. */
    public static CharSequence compact(String json) throws IOException {
        try (JsonParser parser = parserOf(json)) {
            JsonWriter writer = new JsonWriter();
            if (parser.nextToken() == null) {
                throw new IOException("empty text");
            }
            writer.copy(parser);
            if (parser.nextToken() != null) {
                throw new IOException("more than one value");
            }
            return writer.out;
        }
    }

    /** A parser of text whose length is limited elsewhere. */
    public static JsonParser parserOf(String json) throws IOException {
        return PARSERS.of(json);
    }

    public int length() {
        return out.length();
    }

    void clear() {
        out.setLength(0);
        if (out.capacity() > RETAINED_CHARACTERS) {
            out.trimToSize();
        }
    }

    /** The text from position {@code start}. */
    CharSequence textFrom(int start) {
        return out.subSequence(start, out.length());
    }

    @Override
    public String toString() {
        return out.toString();
    }

    void beginObject() {
        separate();
        out.append('{');
    }

    void endObject() {
        out.append('}');
    }

    void beginArray() {
        separate();
        out.append('[');
    }

    void endArray() {
        out.append(']');
    }

    void name(String name) {
        string(name);
        out.append(':');
    }

    /** Writes a number, a literal, or a serialized value. */
    void raw(CharSequence json) {
        separate();
        out.append(json);
    }

    void string(CharSequence text) {
        separate();
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            escape(text.charAt(i));
        }
        out.append('"');
    }

    void scalar(JsonToken token, JsonParser parser) throws IOException {
        separate();
        char[] text = parser.getTextCharacters();
        int start = parser.getTextOffset();
        int length = parser.getTextLength();
        if (token == JsonToken.VALUE_STRING) {
            out.append('"');
            for (int i = start; i < start + length; i++) {
                escape(text[i]);
            }
            out.append('"');
        } else {
            out.append(text, start, length);
        }
    }

    /** Writes the current value of the parser, which is then at the end of the value. */
    public void copy(JsonParser parser) throws IOException {
        int depth = 0;
        JsonToken token = parser.currentToken();
        while (true) {
            switch (token) {
                case START_OBJECT -> {
                    beginObject();
                    depth++;
                }
                case START_ARRAY -> {
                    beginArray();
                    depth++;
                }
                case END_OBJECT -> {
                    endObject();
                    depth--;
                }
                case END_ARRAY -> {
                    endArray();
                    depth--;
                }
                case FIELD_NAME -> name(parser.currentName());
                default -> scalar(token, parser);
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
            if (token == null) {
                throw new IOException("unexpected end");
            }
        }
    }

    private void separate() {
        if (out.length() > 0) {
            char last = out.charAt(out.length() - 1);
            if (last != '{' && last != '[' && last != ':') {
                out.append(',');
            }
        }
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ') {
                    out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
                } else {
                    out.append(c);
                }
            }
        }
    }
}
