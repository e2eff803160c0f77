package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parser of the v2 channel {@code instrument}, Kraken's list of pairs. Its {@code data} is an object with an array {@code pairs}. */
public final class InstrumentParser {

    private static final Set<String> NOT_TRADED = Set.of("delisted", "work_in_progress");

    private InstrumentParser() {}

    /**
     * The pairs of one frame.
     *
     * @param snapshot whether the frame lists all pairs
     */
    public record Listings(boolean snapshot, List<Listing> pairs) {}

    /** @param traded false if Kraken has removed the pair, or not opened it yet */
    public record Listing(Pair pair, boolean traded) {}

    /** Returns null if the frame is not a list of pairs. Elements that are not pairs are ignored. */
    public static @Nullable Listings parse(String frame) {
        @Nullable String channel = null;
        @Nullable String type = null;
        List<Listing> listings = new ArrayList<>();
        try (JsonParser in = Json.FACTORY.createParser(frame)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
                in.nextToken();
                switch (field) {
                    case "channel" -> channel = Json.string(in);
                    case "type" -> type = Json.string(in);
                    case "data" -> readData(in, listings);
                    default -> {}
                }
                in.skipChildren();
            }
            Json.finish(in);
        } catch (IOException e) {
            // A damaged frame: the next snapshot contains its pairs.
            return null;
        }
        return "instrument".equals(channel) ? new Listings("snapshot".equals(type), listings) : null;
    }

    private static void readData(JsonParser in, List<Listing> listings) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            if (in.nextToken() == JsonToken.START_ARRAY && "pairs".equals(field)) {
                while (in.nextToken() == JsonToken.START_OBJECT) {
                    readPair(in, listings);
                }
            }
            in.skipChildren();
        }
    }

    private static void readPair(JsonParser in, List<Listing> listings) throws IOException {
        @Nullable String symbol = null;
        @Nullable String status = null;
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            if ("symbol".equals(field)) {
                symbol = Json.string(in);
            } else if ("status".equals(field)) {
                status = Json.string(in);
            }
            in.skipChildren();
        }
        if (symbol == null) {
            return;
        }
        try {
            listings.add(new Listing(Pair.parse(symbol), status == null || !NOT_TRADED.contains(status)));
        } catch (IllegalArgumentException e) {
            // A name of a form that no subscription accepts.
            return;
        }
    }
}
