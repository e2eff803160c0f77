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

    private static final int LAST = 0;
    private static final int BID = 1;
    private static final int ASK = 2;
    private static final int VOLUME = 3;
    private static final int VWAP = 4;
    private static final int HIGH = 5;
    private static final int LOW = 6;
    private static final int CHANGE = 7;
    private static final List<String> TICKER_NUMBERS =
            List.of("last", "bid", "ask", "volume", "vwap", "high", "low", "change_pct");

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
    private boolean repeated;

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
        @Nullable String text = rejects.size() < MAX_DETAILS ? Json.excerpt(detail) : null;
        @Nullable String name = subject == null ? null : Json.excerpt(subject);
        rejects.add(() -> target.onRejected(reason, name, text));
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

    /** Adds {@code field} to the set {@code seen}. A repeated field makes its element ambiguous, and no other one. */
    private int markSeen(int seen, int field) {
        repeated |= (seen & field) != 0;
        return seen | field;
    }

    private void readTradeFields(JsonParser in) throws IOException {
        symbol = null;
        price = null;
        quantity = null;
        side = null;
        orderType = "";
        tradeId = -1;
        timestamp = null;
        repeated = false;
        int seen = 0;
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            switch (field) {
                case "symbol" -> {
                    seen = markSeen(seen, 1);
                    symbol = Json.string(in);
                }
                case "price" -> {
                    seen = markSeen(seen, 1 << 1);
                    price = Json.number(in);
                }
                case "qty" -> {
                    seen = markSeen(seen, 1 << 2);
                    quantity = Json.number(in);
                }
                case "side" -> {
                    seen = markSeen(seen, 1 << 3);
                    side = Json.string(in);
                }
                case "ord_type" -> {
                    seen = markSeen(seen, 1 << 4);
                    orderType = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "";
                }
                case "trade_id" -> {
                    seen = markSeen(seen, 1 << 5);
                    tradeId = Json.integer(in);
                }
                case "timestamp" -> {
                    seen = markSeen(seen, 1 << 6);
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
        if (repeated) {
            reason = RejectReason.REPEATED_FIELD;
        } else if (pair == null) {
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
        repeated = false;
        @Nullable String[] numbers = new @Nullable String[TICKER_NUMBERS.size()];
        boolean traded = true;
        int seen = 0;
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            JsonToken token = in.nextToken();
            switch (field) {
                case "symbol" -> {
                    seen = markSeen(seen, 1 << TICKER_NUMBERS.size());
                    symbol = Json.string(in);
                }
                case "timestamp" -> {
                    seen = markSeen(seen, 2 << TICKER_NUMBERS.size());
                    timestamp = Json.string(in);
                }
                default -> {
                    int number = TICKER_NUMBERS.indexOf(field);
                    if (number >= 0) {
                        seen = markSeen(seen, 1 << number);
                        numbers[number] = Json.number(in);
                        traded &= number != LAST || token != JsonToken.VALUE_NULL;
                    }
                }
            }
            in.skipChildren();
        }
        Ticker.DayRange day = Ticker.DayRange.of(numbers[VWAP], numbers[HIGH], numbers[LOW]);
        return traded || repeated
                ? ticker(numbers[LAST], numbers[BID], numbers[ASK], numbers[VOLUME], numbers[CHANGE], day, origin)
                : null;
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
        if (repeated) {
            reason = RejectReason.REPEATED_FIELD;
        } else if (pair == null) {
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
