package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reader of the {@code book} data array of v2. An element with an unusable level is dropped whole; its checksum would not match. */
final class V2BookReader {

    private final Map<String, Pair> pairs;
    private final V2DataReader rejects;
    private final List<Pair> incomplete = new ArrayList<>();

    /** @param rejects collects the dropped elements */
    V2BookReader(Map<String, Pair> pairs, V2DataReader rejects) {
        this.pairs = pairs;
        this.rejects = rejects;
    }

    /** The pairs of the dropped elements of the last frame. */
    List<Pair> incomplete() {
        return incomplete;
    }

    List<BookUpdate> read(JsonParser in, Origin origin) throws IOException {
        incomplete.clear();
        List<BookUpdate> updates = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                in.skipChildren();
                rejects.reject(RejectReason.NOT_AN_OBJECT, null, "book");
                continue;
            }
            BookUpdate update = element(in, origin);
            if (update != null) {
                updates.add(update);
            }
        }
        return updates;
    }

    private @Nullable BookUpdate element(JsonParser in, Origin origin) throws IOException {
        @Nullable String symbol = null;
        @Nullable String timestamp = null;
        @Nullable List<BookUpdate.Level> bids = List.of();
        @Nullable List<BookUpdate.Level> asks = List.of();
        long checksum = BookUpdate.NO_CHECKSUM;
        int seen = 0;
        boolean repeated = false;
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            int bit = bit(field);
            repeated |= (seen & bit) != 0;
            seen |= bit;
            switch (field) {
                case "symbol" -> symbol = Json.string(in);
                case "timestamp" -> timestamp = Json.string(in);
                case "checksum" -> checksum = Json.integer(in);
                case "bids" -> bids = levels(in);
                case "asks" -> asks = levels(in);
                default -> {}
            }
            in.skipChildren();
        }
        Pair pair = symbol == null ? null : pairs.get(symbol);
        if (pair != null && (repeated || bids == null || asks == null)) {
            incomplete.add(pair);
        }
        if (repeated) {
            rejects.reject(RejectReason.REPEATED_FIELD, symbol, "book of " + symbol);
            return null;
        }
        if (pair == null) {
            rejects.reject(RejectReason.UNKNOWN_SYMBOL, symbol, "book of " + symbol);
            return null;
        }
        if (bids == null || asks == null) {
            rejects.reject(RejectReason.BAD_DECIMAL, symbol, "book of " + symbol + " with an unusable level");
            return null;
        }
        long timeEpochNs = timestamp == null ? Ticker.NO_TIME : Timestamps.rfc3339(timestamp);
        return new BookUpdate(pair, bids, asks, checksum, timeEpochNs, origin);
    }

    /** The place of a field in the set of fields that an element has; 0 for an unknown one. */
    private static int bit(String field) {
        return switch (field) {
            case "symbol" -> 1;
            case "timestamp" -> 1 << 1;
            case "checksum" -> 1 << 2;
            case "bids" -> 1 << 3;
            case "asks" -> 1 << 4;
            default -> 0;
        };
    }

    /** Returns null if a level is unusable. */
    private static @Nullable List<BookUpdate.Level> levels(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            return null;
        }
        List<BookUpdate.Level> levels = new ArrayList<>();
        boolean usable = true;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            @Nullable String price = null;
            @Nullable String quantity = null;
            if (in.currentToken() == JsonToken.START_OBJECT) {
                for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
                    in.nextToken();
                    if ("price".equals(field)) {
                        price = Json.number(in);
                    } else if ("qty".equals(field)) {
                        quantity = Json.number(in);
                    }
                    in.skipChildren();
                }
            } else {
                in.skipChildren();
            }
            if (Decimals.isPositive(price) && Decimals.isNotNegative(quantity)) {
                levels.add(new BookUpdate.Level(price, quantity));
            } else {
                usable = false;
            }
        }
        return usable ? levels : null;
    }
}
