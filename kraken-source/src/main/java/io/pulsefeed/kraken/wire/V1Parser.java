package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * WebSocket v1: data are arrays whose last two elements name the channel and the pair, events are objects, and numbers are strings.
 * Trades have no number of their own here.
 */
public final class V1Parser implements FrameParser {

    private final Map<String, Pair> pairs = new HashMap<>();
    private final Clock clock;
    private FrameHandler sink;

    public V1Parser(Collection<Pair> subscribed, Clock clock) {
        for (Pair pair : subscribed) {
            pairs.put(pair.name(), pair);
            pairs.put(pair.commonName(), pair);
        }
        this.clock = clock;
    }

    @Override
    public void parse(String frame, FrameHandler target) {
        sink = target;
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
            target.rejected(RejectReason.NOT_JSON, Json.excerpt(frame));
        }
    }

    /** The texts of the top level: the data come before the names that say what they are. */
    private static List<String> names(JsonParser in) throws IOException {
        List<String> names = new ArrayList<>(2);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == JsonToken.VALUE_STRING) {
                names.add(in.getText());
            } else if (in.currentToken() == null) {
                throw new JsonParseException(in, "ended too early");
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
            sink.rejected(RejectReason.UNKNOWN_SYMBOL, channel + " of " + symbol);
            return;
        }
        try (JsonParser in = Json.FACTORY.createParser(frame)) {
            in.nextToken();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                if (trades && in.currentToken() == JsonToken.START_ARRAY) {
                    readTrades(in, pair);
                } else if (!trades && in.currentToken() == JsonToken.START_OBJECT) {
                    readTicker(in, pair);
                } else {
                    in.skipChildren();
                }
            }
        }
    }

    private void readTrades(JsonParser in, Pair pair) throws IOException {
        long latest = TimeUnit.MILLISECONDS.toNanos(clock.millis()) + V2DataReader.MAX_AHEAD_NANOS;
        List<Trade> trades = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_ARRAY) {
                in.skipChildren();
                sink.rejected(RejectReason.NOT_AN_OBJECT, "trade");
                continue;
            }
            List<String> row = texts(in);
            Trade trade = row.size() < 5 ? null : trade(pair, row, latest);
            if (trade != null) {
                trades.add(trade);
            } else if (row.size() < 5) {
                sink.rejected(RejectReason.NOT_AN_OBJECT, "trade " + row);
            }
        }
        if (!trades.isEmpty()) {
            sink.trades(trades);
        }
    }

    private Trade trade(Pair pair, List<String> row, long latest) {
        long nanos = Timestamps.epochSeconds(row.get(2));
        boolean buy = "b".equals(row.get(3));
        RejectReason reason = null;
        if (!Decimals.isPositive(row.get(0)) || !Decimals.isPositive(row.get(1))) {
            reason = RejectReason.BAD_DECIMAL;
        } else if (nanos == Timestamps.INVALID || nanos > latest) {
            reason = RejectReason.BAD_TIMESTAMP;
        } else if (!buy && !"s".equals(row.get(3))) {
            reason = RejectReason.BAD_SIDE;
        }
        if (reason != null) {
            sink.rejected(reason, "trade of " + pair + ": " + row);
            return null;
        }
        OrderType orderType = row.get(4) == null ? OrderType.UNKNOWN : OrderType.of(row.get(4));
        return new Trade(pair, Trade.NO_ID, row.get(0), row.get(1), nanos, buy, orderType, Origin.LIVE);
    }

    private void readTicker(JsonParser in, Pair pair) throws IOException {
        Map<String, List<String>> fields = new HashMap<>();
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
            sink.rejected(RejectReason.BAD_DECIMAL, "ticker of " + pair + ": " + fields);
        } else if (Decimals.isPositive(last)) {
            String change = dayChange(last, at(fields, "o", 1));
            sink.tickers(List.of(new Ticker(pair, last, bid, ask, volume, change, Ticker.NO_TIME, Origin.LIVE)));
        }
    }

    /** v1 gives the opening price of the day before instead of a change. */
    private static String dayChange(String last, String open) {
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

    private static String at(Map<String, List<String>> fields, String name, int index) {
        List<String> values = fields.get(name);
        return values == null || values.size() <= index ? null : values.get(index);
    }

    private static List<String> texts(JsonParser in) throws IOException {
        List<String> texts = new ArrayList<>(6);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            texts.add(Json.scalar(in));
            in.skipChildren();
        }
        return texts;
    }
}
