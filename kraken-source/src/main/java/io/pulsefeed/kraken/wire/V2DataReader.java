package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reader of the {@code trade} and {@code ticker} data arrays of v2. Invalid elements are dropped, the others are kept. */
final class V2DataReader {

    private static final int MAX_DETAILS = 20;

    private final Map<String, Pair> pairs;
    private final List<Runnable> rejects = new ArrayList<>();

    private @Nullable FrameHandler handler;

    private @Nullable String symbol;
    private @Nullable String price;
    private @Nullable String quantity;
    private @Nullable String side;
    private String orderType = "";
    private long tradeId;
    private @Nullable String timestamp;

    V2DataReader(Map<String, Pair> pairs) {
        this.pairs = pairs;
    }

    void begin(FrameHandler target) {
        handler = target;
        rejects.clear();
    }

    /** Called after the whole frame has been parsed, because a malformed frame counts as one reject. */
    void reportRejects() {
        rejects.forEach(Runnable::run);
        rejects.clear();
    }

    void reject(RejectReason reason, @Nullable String subject, String detail) {
        @Nullable FrameHandler target = handler;
        @Nullable String text = rejects.size() < MAX_DETAILS ? detail : null;
        rejects.add(() -> target.onRejected(reason, subject, text));
    }

    List<Trade> readTrades(JsonParser in, Origin origin, List<Trade> out) throws IOException {
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                in.skipChildren();
                reject(RejectReason.NOT_AN_OBJECT, null, "trade");
                continue;
            }
            readTradeFields(in);
            Trade trade = trade(origin);
            if (trade != null) {
                out.add(trade);
            }
        }
        return out;
    }

    private void readTradeFields(JsonParser in) throws IOException {
        symbol = null;
        price = null;
        quantity = null;
        side = null;
        orderType = "";
        tradeId = -1;
        timestamp = null;
        int seen = 0;
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            switch (field) {
                case "symbol" -> {
                    seen = Json.markSeen(seen, 1, in);
                    symbol = Json.string(in);
                }
                case "price" -> {
                    seen = Json.markSeen(seen, 1 << 1, in);
                    price = Json.number(in);
                }
                case "qty" -> {
                    seen = Json.markSeen(seen, 1 << 2, in);
                    quantity = Json.number(in);
                }
                case "side" -> {
                    seen = Json.markSeen(seen, 1 << 3, in);
                    side = Json.string(in);
                }
                case "ord_type" -> {
                    seen = Json.markSeen(seen, 1 << 4, in);
                    orderType = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "";
                }
                case "trade_id" -> {
                    seen = Json.markSeen(seen, 1 << 5, in);
                    tradeId = Json.integer(in);
                }
                case "timestamp" -> {
                    seen = Json.markSeen(seen, 1 << 6, in);
                    timestamp = Json.string(in);
                }
                default -> {}
            }
            in.skipChildren();
        }
    }

    private @Nullable Trade trade(Origin origin) {
        Pair pair = symbol == null ? null : pairs.get(symbol);
        long timeEpochNs = timestamp == null ? Timestamps.INVALID : Timestamps.rfc3339(timestamp);
        @Nullable RejectReason reason;
        if (pair == null) {
            reason = RejectReason.UNKNOWN_SYMBOL;
        } else if (tradeId <= 0) {
            reason = RejectReason.BAD_TRADE_ID;
        } else {
            boolean hasSide = "buy".equals(side) || "sell".equals(side);
            reason = TradeRule.reject(price, quantity, hasSide, timeEpochNs);
        }
        if (reason != null) {
            reject(
                    reason,
                    symbol,
                    "trade " + tradeId + " of " + symbol + ", price " + price + ", qty " + quantity + ", side " + side
                            + ", timestamp " + timestamp);
            return null;
        }
        return new Trade(
                pair, tradeId, price, quantity, timeEpochNs, "buy".equals(side), OrderType.of(orderType), origin);
    }

    List<Ticker> readTickers(JsonParser in, Origin origin, List<Ticker> out) throws IOException {
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                in.skipChildren();
                reject(RejectReason.NOT_AN_OBJECT, null, "ticker");
                continue;
            }
            Ticker ticker = readTicker(in, origin);
            if (ticker != null) {
                out.add(ticker);
            }
        }
        return out;
    }

    private @Nullable Ticker readTicker(JsonParser in, Origin origin) throws IOException {
        symbol = null;
        timestamp = null;
        @Nullable String last = null;
        @Nullable String bid = null;
        @Nullable String ask = null;
        @Nullable String volume = null;
        @Nullable String dayChange = null;
        @Nullable String vwap = null;
        @Nullable String high = null;
        @Nullable String low = null;
        boolean traded = true;
        int seen = 0;
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            JsonToken token = in.nextToken();
            switch (field) {
                case "symbol" -> {
                    seen = Json.markSeen(seen, 1, in);
                    symbol = Json.string(in);
                }
                case "last" -> {
                    seen = Json.markSeen(seen, 1 << 1, in);
                    last = Json.number(in);
                    traded = token != JsonToken.VALUE_NULL;
                }
                case "bid" -> {
                    seen = Json.markSeen(seen, 1 << 2, in);
                    bid = Json.number(in);
                }
                case "ask" -> {
                    seen = Json.markSeen(seen, 1 << 3, in);
                    ask = Json.number(in);
                }
                case "volume" -> {
                    seen = Json.markSeen(seen, 1 << 4, in);
                    volume = Json.number(in);
                }
                case "vwap" -> vwap = Json.number(in);
                case "high" -> high = Json.number(in);
                case "low" -> low = Json.number(in);
                case "change_pct" -> dayChange = Json.number(in);
                case "timestamp" -> timestamp = Json.string(in);
                default -> {}
            }
            in.skipChildren();
        }
        return traded ? ticker(last, bid, ask, volume, dayChange, Ticker.DayRange.of(vwap, high, low), origin) : null;
    }

    private @Nullable Ticker ticker(
            @Nullable String last,
            @Nullable String bid,
            @Nullable String ask,
            @Nullable String volume,
            @Nullable String dayChange,
            Ticker.DayRange day,
            Origin origin) {
        Pair pair = symbol == null ? null : pairs.get(symbol);
        long timeEpochNs = timestamp == null ? Ticker.NO_TIME : Timestamps.rfc3339(timestamp);
        @Nullable RejectReason reason = null;
        if (pair == null) {
            reason = RejectReason.UNKNOWN_SYMBOL;
        } else if (!Decimals.isNumber(last)
                || !Decimals.isNumber(bid)
                || !Decimals.isNumber(ask)
                || !Decimals.isNumber(volume)) {
            reason = RejectReason.BAD_DECIMAL;
        } else if (timestamp != null && timeEpochNs == Timestamps.INVALID) {
            reason = RejectReason.BAD_TIMESTAMP;
        }
        if (reason != null) {
            reject(
                    reason,
                    symbol,
                    "ticker of " + symbol + ", last " + last + ", bid " + bid + ", ask " + ask + ", volume " + volume
                            + ", timestamp " + timestamp);
            return null;
        }
        if (!Decimals.isPositive(last)) {
            // Kraken sends 0 if the pair had no trade within 24 hours.
            return null;
        }
        String change = Decimals.isNumber(dayChange) ? dayChange : null;
        return new Ticker(pair, last, bid, ask, volume, change, day, timeEpochNs, origin);
    }
}
