package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parser of WebSocket v1: data are arrays whose last two elements name the channel and the pair, events are objects, and numbers
 * are strings. Trades have no id.
 */
public final class V1Parser implements FrameParser {

    private final Map<String, Pair> pairs = new HashMap<>();
    private @Nullable FrameHandler handler;

    public V1Parser(Collection<Pair> subscribed) {
        for (Pair pair : subscribed) {
            pairs.put(pair.name(), pair);
            pairs.put(pair.commonName(), pair);
        }
    }

    @Override
    public void parse(String frame, FrameHandler target) {
        handler = target;
        try (JsonParser in = Json.FACTORY.createParser(frame)) {
            JsonToken token = in.nextToken();
            if (token == JsonToken.START_OBJECT) {
                V1Event event = V1Event.read(in);
                Json.finish(in);
                event.deliver(target);
            } else if (token == JsonToken.START_ARRAY) {
                List<String> names = names(in);
                Json.finish(in);
                readData(frame, names);
            } else {
                throw new JsonParseException(in, "neither an object nor an array");
            }
        } catch (IOException e) {
            target.onRejected(RejectReason.NOT_JSON, null, Json.excerpt(frame));
        }
    }

    /** The strings at the top level. The names of channel and pair follow the data, so the data need a second pass. */
    private static List<String> names(JsonParser in) throws IOException {
        List<String> names = new ArrayList<>(2);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == JsonToken.VALUE_STRING) {
                names.add(in.getText());
            } else if (in.currentToken() == null) {
                throw new JsonParseException(in, "truncated");
            }
            in.skipChildren();
        }
        return names;
    }

    private void readData(String frame, List<String> names) throws IOException {
        if (names.size() < 2) {
            return;
        }
        String channel = names.get(names.size() - 2);
        String symbol = names.get(names.size() - 1);
        boolean trades = "trade".equals(channel);
        if (!trades && !"ticker".equals(channel)) {
            return;
        }
        Pair pair = pairs.get(symbol);
        if (pair == null) {
            String name = Json.excerpt(symbol);
            handler.onRejected(RejectReason.UNKNOWN_SYMBOL, name, channel + " of " + name);
            return;
        }
        boolean hasData = false;
        try (JsonParser in = Json.FACTORY.createParser(frame)) {
            in.nextToken();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                if (trades && in.currentToken() == JsonToken.START_ARRAY) {
                    hasData = true;
                    readTrades(in, pair);
                } else if (!trades && in.currentToken() == JsonToken.START_OBJECT) {
                    hasData = true;
                    readTicker(in, pair);
                } else {
                    in.skipChildren();
                }
            }
        }
        if (!hasData) {
            handler.onRejected(RejectReason.NO_DATA, pair.name(), Json.excerpt(frame));
        }
    }

    private void readTrades(JsonParser in, Pair pair) throws IOException {
        List<Trade> trades = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_ARRAY) {
                in.skipChildren();
                handler.onRejected(RejectReason.NOT_AN_OBJECT, null, "trade");
                continue;
            }
            List<@Nullable String> row = texts(in);
            Trade trade = row.size() < 5 ? null : trade(pair, row);
            if (trade != null) {
                trades.add(trade);
            } else if (row.size() < 5) {
                handler.onRejected(RejectReason.NOT_AN_OBJECT, pair.name(), Json.excerpt("trade " + row));
            }
        }
        if (!trades.isEmpty()) {
            handler.onTrades(trades);
        }
    }

    private @Nullable Trade trade(Pair pair, List<@Nullable String> row) {
        long timeEpochNs = Timestamps.epochSeconds(row.get(2));
        boolean buy = "b".equals(row.get(3));
        @Nullable
        RejectReason reason = TradeRule.reject(row.get(0), row.get(1), buy || "s".equals(row.get(3)), timeEpochNs);
        if (reason != null) {
            handler.onRejected(reason, pair.name(), Json.excerpt("trade of " + pair + ": " + row));
            return null;
        }
        OrderType orderType = row.get(4) == null ? OrderType.UNKNOWN : OrderType.of(row.get(4));
        return new Trade(pair, Trade.NO_ID, row.get(0), row.get(1), timeEpochNs, buy, orderType, Origin.LIVE);
    }

    private void readTicker(JsonParser in, Pair pair) throws IOException {
        Map<String, List<@Nullable String>> fields = new HashMap<>();
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            if (in.nextToken() == JsonToken.START_ARRAY) {
                fields.put(field, texts(in));
            } else {
                in.skipChildren();
            }
        }
        String last = at(fields, "c", 0);
        String bid = at(fields, "b", 0);
        String ask = at(fields, "a", 0);
        String volume = at(fields, "v", 1);
        if (!Decimals.isNumber(last)
                || !Decimals.isNumber(bid)
                || !Decimals.isNumber(ask)
                || !Decimals.isNumber(volume)) {
            handler.onRejected(
                    RejectReason.BAD_DECIMAL, pair.name(), Json.excerpt("ticker of " + pair + ": " + fields));
        } else if (Decimals.isPositive(last)) {
            String change = dayChange(last, at(fields, "o", 1));
            Ticker.DayRange day = Ticker.DayRange.of(at(fields, "p", 1), at(fields, "h", 1), at(fields, "l", 1));
            handler.onTickers(
                    List.of(new Ticker(pair, last, bid, ask, volume, change, day, Ticker.NO_TIME, Origin.LIVE)));
        }
    }

    /** v1 sends the price 24 hours ago instead of the change. */
    private static @Nullable String dayChange(String last, @Nullable String open) {
        if (!Decimals.isPositive(open)) {
            return null;
        }
        BigDecimal reference = new BigDecimal(open);
        return new BigDecimal(last)
                .subtract(reference)
                .movePointRight(2)
                .divide(reference, MathContext.DECIMAL64)
                .toPlainString();
    }

    private static @Nullable String at(Map<String, List<@Nullable String>> fields, String name, int index) {
        List<@Nullable String> values = fields.get(name);
        return values == null || values.size() <= index ? null : values.get(index);
    }

    private static List<@Nullable String> texts(JsonParser in) throws IOException {
        List<@Nullable String> texts = new ArrayList<>(6);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            texts.add(Json.scalar(in));
            in.skipChildren();
        }
        return texts;
    }
}
