package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pulsefeed.kraken.wire.Instrument.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parser of the v2 channel {@code instrument}, Kraken's catalog. Its {@code data} is an object with an array {@code pairs} and an array
 * {@code assets}. Not thread-safe.
 */
public final class InstrumentParser {

    private static final Set<String> NOT_TRADED = Set.of("delisted", "work_in_progress");

    /** Longer numbers are rejected by other readers, among them the sink. */
    private static final int MAX_NUMBER = 1_000;

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{4}");

    private final String frame;
    private final List<Instrument> instruments = new ArrayList<>();
    private int setAside;
    private String firstSetAside = "";

    private InstrumentParser(String frame) {
        this.frame = frame;
    }

    /** Returns null if the frame is not of this channel. Elements without a usable name are set aside. */
    public static @Nullable InstrumentUpdate parse(String frame) {
        try (JsonParser in = Json.FACTORY.createParser(frame)) {
            return new InstrumentParser(frame).read(in);
        } catch (IOException e) {
            // A damaged frame: the next snapshot contains its instruments.
            return null;
        }
    }

    private @Nullable InstrumentUpdate read(JsonParser in) throws IOException {
        @Nullable String channel = null;
        @Nullable String type = null;
        if (in.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            switch (field) {
                case "channel" -> channel = Json.string(in);
                case "type" -> type = Json.string(in);
                case "data" -> readData(in);
                default -> {}
            }
            in.skipChildren();
        }
        Json.finish(in);
        return "instrument".equals(channel)
                ? new InstrumentUpdate("snapshot".equals(type), instruments, setAside, firstSetAside)
                : null;
    }

    private void readData(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            boolean isArray = in.nextToken() == JsonToken.START_ARRAY;
            if (isArray && "pairs".equals(field)) {
                readAll(in, Kind.PAIR, "symbol");
            } else if (isArray && "assets".equals(field)) {
                readAll(in, Kind.ASSET, "id");
            }
            in.skipChildren();
        }
    }

    private void readAll(JsonParser in, Kind kind, String nameField) throws IOException {
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY && token != null; token = in.nextToken()) {
            int start = (int) in.currentTokenLocation().getCharOffset();
            boolean usable = token == JsonToken.START_OBJECT && readElement(in, kind, nameField, start);
            in.skipChildren();
            if (!usable && setAside++ == 0) {
                String element =
                        frame.substring(start, (int) in.currentLocation().getCharOffset());
                firstSetAside = kind.text() + " " + Json.excerpt(element);
            }
        }
    }

    private boolean readElement(JsonParser in, Kind kind, String nameField, int start) throws IOException {
        boolean valid = true;
        @Nullable String name = null;
        @Nullable String status = null;
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            valid &= isWellFormed(field);
            if (nameField.equals(field)) {
                name = Json.string(in);
            } else if ("status".equals(field)) {
                status = Json.string(in);
            }
            valid &= skip(in);
        }
        String element = frame.substring(start, (int) in.currentLocation().getCharOffset());
        String json = valid && hasHexEscapes(element) ? element : "";
        @Nullable String canonical = name == null ? null : canonical(kind, name);
        if (canonical != null) {
            instruments.add(new Instrument(kind, canonical, status == null || !NOT_TRADED.contains(status), json));
        }
        return canonical != null;
    }

    /** Skips a value. Returns whether every reader accepts it as JSON. */
    private static boolean skip(JsonParser in) throws IOException {
        boolean valid = isValid(in);
        int depth = in.currentToken().isStructStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken token = in.nextToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            valid &= isValid(in);
        }
        return valid;
    }

    /** The parser also accepts {@code NaN}, unpaired surrogates and very long numbers. */
    private static boolean isValid(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case FIELD_NAME, VALUE_STRING -> isWellFormed(in.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> !in.isNaN() && in.getTextLength() <= MAX_NUMBER;
            default -> true;
        };
    }

    /** Whether all escapes such as {@code \\u00e9} have ASCII digits. The parser also accepts others, such as U+0130 for 0. */
    private static boolean hasHexEscapes(String json) {
        for (int i = json.indexOf('\\'); i >= 0; i = json.indexOf('\\', i + 2)) {
            if (json.charAt(i + 1) == 'u'
                    && !HEX.matcher(json).region(i + 2, i + 6).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** Null for a name of a form that no subscription accepts. */
    private static @Nullable String canonical(Kind kind, String name) {
        if (kind == Kind.ASSET) {
            return Pair.isAsset(name) ? Pair.canonical(name) : null;
        }
        try {
            return Pair.parse(name).name();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
