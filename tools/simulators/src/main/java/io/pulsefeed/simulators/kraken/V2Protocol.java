package io.pulsefeed.simulators.kraken;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.simulators.kraken.market.Book;
import io.pulsefeed.simulators.kraken.market.Market;
import io.pulsefeed.simulators.kraken.market.Ticker;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** WebSocket v2: numbers are JSON numbers with all digits; one acknowledgement per symbol. */
final class V2Protocol implements Protocol {

    private static final String MALFORMED = "Malformed request";
    private static final String PRIVATE =
            "Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com";
    private static final Set<String> PRIVATE_CHANNELS = Set.of("executions", "balances", "level3");
    private static final String TICKER_DATA = "\",\"data\":[{\"symbol\":\"";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Exchange exchange;
    private final WireTime time = new WireTime();

    V2Protocol(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public String status(SystemStatus status) {
        return "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"version\":\"2.0.10\",\"system\":\""
                + status.system()
                + "\",\"api_version\":\"v2\",\"connection_id\":" + status.connectionId() + ",\"upcoming_maintenance\":"
                + status.maintenance() + ",\"emergency\":[]}]}";
    }

    @Override
    public String heartbeat() {
        return "{\"channel\":\"heartbeat\"}";
    }

    @Override
    public void request(Session session, String text) {
        JsonNode request;
        try {
            request = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            request = null;
        }
        String method = request == null ? "" : request.path("method").asText();
        switch (method) {
            case "ping" -> exchange.reply(session, pong(request));
            case "subscribe", "unsubscribe" -> subscription(session, request, method);
            case "" -> exchange.reply(session, error(null, "error", MALFORMED, null));
            default -> exchange.reply(session, error(request, method, PRIVATE, null));
        }
    }

    private void subscription(Session session, JsonNode request, String method) {
        JsonNode params = request.path("params");
        String name = params.path("channel").asText();
        Channel channel = Channel.named(name);
        if (name.equals("instrument") && exchange.trading() != null) {
            instruments(session, request, method);
            return;
        }
        if (PRIVATE_CHANNELS.contains(name)) {
            exchange.reply(session, error(request, method, PRIVATE, null));
            return;
        }
        if (channel == null || !exchange.feed().channels().contains(channel)) {
            exchange.reply(session, error(request, method, "Channel not supported " + name, null));
            return;
        }
        List<String> symbols = new ArrayList<>();
        params.path("symbol").forEach(symbol -> symbols.add(symbol.asText()));
        if (symbols.isEmpty()) {
            exchange.reply(session, error(request, method, "Symbol(s) missing", null));
            return;
        }
        exchange.shuffle(symbols);
        for (String symbol : symbols) {
            if (method.equals("subscribe")) {
                subscribe(session, request, channel, symbol);
            } else {
                unsubscribe(session, request, channel, symbol);
            }
        }
    }

    private void instruments(Session session, JsonNode request, String method) {
        boolean subscribe = method.equals("subscribe");
        session.wantInstruments(subscribe);
        StringBuilder answer =
                new StringBuilder("{\"method\":\"").append(method).append('"');
        appendRequestId(answer, request);
        answer.append(",\"result\":{\"channel\":\"instrument\",\"snapshot\":true},\"success\":true");
        exchange.reply(session, appendTimes(answer).append('}').toString());
        if (subscribe) {
            instruments(exchange.feed().symbols(), true).ifPresent(text -> exchange.send(session, text));
        }
    }

    @Override
    public Optional<String> instruments(Collection<String> symbols, boolean snapshot) {
        StringBuilder out = new StringBuilder(300 * symbols.size())
                .append("{\"channel\":\"instrument\",\"type\":\"")
                .append(snapshot ? "snapshot" : "update")
                .append("\",\"data\":{\"assets\":[");
        String separator = "";
        for (String asset : snapshot ? assets(symbols) : List.<String>of()) {
            out.append(separator).append("{\"id\":\"").append(asset);
            out.append(
                    "\",\"status\":\"enabled\",\"precision\":10,\"collateral_value\":1.00,\"margin_rate\":0.010000}");
            separator = ",";
        }
        out.append("],\"pairs\":[");
        separator = "";
        for (String symbol : symbols) {
            Market market = exchange.feed().market(symbol);
            int slash = symbol.indexOf('/');
            out.append(separator).append("{\"symbol\":\"").append(symbol);
            out.append("\",\"base\":\"").append(symbol, 0, slash);
            out.append("\",\"quote\":\"").append(symbol.substring(slash + 1));
            out.append("\",\"status\":\"").append(exchange.pairStatus(symbol));
            out.append("\",\"price_precision\":").append(market.priceDecimals());
            out.append(",\"qty_increment\":1e-08,\"qty_min\":0.0001,\"has_index\":true}");
            separator = ",";
        }
        return Optional.of(out.append("]}}").toString());
    }

    private static Collection<String> assets(Collection<String> symbols) {
        Set<String> assets = new TreeSet<>();
        symbols.forEach(symbol -> assets.addAll(List.of(symbol.split("/"))));
        return assets;
    }

    private void subscribe(Session session, JsonNode request, Channel channel, String symbol) {
        boolean snapshot = wantsSnapshot(request, channel);
        switch (exchange.subscribe(session, channel, symbol)) {
            case UNSUPPORTED -> exchange.reply(
                    session, error(request, "subscribe", "Currency pair not supported " + symbol, symbol));
            case REPEATED -> exchange.reply(session, error(request, "subscribe", "Already subscribed", symbol));
            case RATE_LIMITED -> exchange.reply(session, rateLimited(request));
            case REFUSED -> exchange.reply(session, error(request, "subscribe", "Internal error", symbol));
            case SILENT -> {
                // No answer is sent.
            }
            case ACCEPTED -> {
                exchange.reply(session, acknowledgement(request, "subscribe", channel, symbol, snapshot));
                if (channel == Channel.BOOK) {
                    session.bookDepth(
                            symbol, request.path("params").path("depth").asInt(10));
                }
                if (channel == Channel.TICKER && trigger(request).equals("bbo")) {
                    session.wantQuotes(symbol);
                }
                if (snapshot) {
                    exchange.sendSnapshot(session, channel, symbol);
                }
            }
            default -> throw new IllegalStateException("Unhandled outcome");
        }
    }

    private void unsubscribe(Session session, JsonNode request, Channel channel, String symbol) {
        if (session.unsubscribe(channel, symbol)) {
            boolean snapshot = wantsSnapshot(request, channel);
            exchange.reply(session, acknowledgement(request, "unsubscribe", channel, symbol, snapshot));
        } else {
            exchange.reply(session, error(request, "unsubscribe", "Subscription not found", symbol));
        }
    }

    /** The default depends on the channel: {@code trade} sends a snapshot only on request. */
    private static boolean wantsSnapshot(JsonNode request, Channel channel) {
        return request.path("params").path("snapshot").asBoolean(channel != Channel.TRADE);
    }

    private static String trigger(JsonNode request) {
        return request.path("params").path("event_trigger").asText("trades");
    }

    private String acknowledgement(JsonNode request, String method, Channel channel, String symbol, boolean snapshot) {
        JsonNode params = request.path("params");
        StringBuilder out =
                new StringBuilder(220).append("{\"method\":\"").append(method).append('"');
        appendRequestId(out, request);
        out.append(",\"result\":{\"channel\":\"").append(channel.wireName()).append('"');
        switch (channel) {
            case BOOK -> out.append(",\"depth\":").append(params.path("depth").asInt(10));
            case OHLC -> out.append(",\"interval\":")
                    .append(params.path("interval").asInt(1));
            case TICKER -> out.append(",\"event_trigger\":").append(quoted(trigger(request)));
            default -> {
                // The trade channel has no other option than the snapshot.
            }
        }
        out.append(",\"snapshot\":").append(snapshot).append(",\"symbol\":").append(quoted(symbol));
        if (exchange.isActive(Fault.ACK_WARNINGS)) {
            out.append(",\"warnings\":[\"event_trigger is deprecated\",\"use the new channel\"]");
        }
        out.append('}');
        return appendTimes(out.append(",\"success\":true")).append('}').toString();
    }

    private String error(JsonNode request, String method, String message, String symbol) {
        StringBuilder out = new StringBuilder(200).append("{\"error\":").append(quoted(message));
        out.append(",\"method\":").append(quoted(method));
        appendRequestId(out, request);
        out.append(",\"success\":false");
        if (symbol != null) {
            out.append(",\"symbol\":").append(quoted(symbol));
        }
        return appendTimes(out).append('}').toString();
    }

    private String rateLimited(JsonNode request) {
        return exchange.isActive(Fault.RATE_LIMIT_BARE)
                ? "{\"Error\":\"Exceeded msg rate\"}"
                : error(request, "subscribe", "Exceeded msg rate", null);
    }

    private String pong(JsonNode request) {
        StringBuilder out = new StringBuilder(120).append("{\"method\":\"pong\"");
        appendRequestId(out, request);
        return appendTimes(out).append('}').toString();
    }

    private static void appendRequestId(StringBuilder out, JsonNode request) {
        if (request != null && request.path("req_id").isIntegralNumber()) {
            out.append(",\"req_id\":").append(request.path("req_id").asText());
        }
    }

    private StringBuilder appendTimes(StringBuilder out) {
        long in = exchange.wallNs();
        time.append(out.append(",\"time_in\":\""), in);
        time.append(out.append("\",\"time_out\":\""), in + 31_000);
        return out.append('"');
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A string is always valid JSON", e);
        }
    }

    @Override
    public List<String> trades(List<Trade> trades, boolean snapshot) {
        StringBuilder out = new StringBuilder(80 + 180 * trades.size())
                .append("{\"channel\":\"trade\",\"type\":\"")
                .append(snapshot ? "snapshot" : "update")
                .append("\",\"data\":[");
        for (int i = 0; i < trades.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            append(out, trades.get(i));
        }
        return List.of(out.append("]}").toString());
    }

    private void append(StringBuilder out, Trade trade) {
        if (exchange.isActive(Fault.UNKNOWN_FIELD)) {
            appendWithUnknownFields(out, trade);
            return;
        }
        out.append("{\"symbol\":\"").append(trade.pair());
        out.append("\",\"side\":\"").append(trade.side());
        out.append("\",\"price\":").append(trade.price());
        out.append(",\"qty\":").append(exchange.isSpoiled(trade) ? "null" : trade.qty());
        out.append(",\"ord_type\":\"").append(trade.ordType());
        out.append("\",\"trade_id\":").append(trade.id());
        time.append(out.append(",\"timestamp\":\""), trade.timestampNs()).append("\"}");
    }

    private void appendWithUnknownFields(StringBuilder out, Trade trade) {
        out.append("{\"venue\":{\"legs\":[1,{\"price\":-1}],\"note\":null},\"trade_id\":")
                .append(trade.id());
        time.append(out.append(",\"timestamp\":\""), trade.timestampNs());
        out.append("\",\"qty\":").append(exchange.isSpoiled(trade) ? "null" : trade.qty());
        out.append(",\"price\":").append(trade.price());
        out.append(",\"liquidation\":false,\"ord_type\":\"").append(trade.ordType());
        out.append("\",\"side\":\"").append(trade.side());
        out.append("\",\"symbol\":\"").append(trade.pair()).append("\"}");
    }

    @Override
    public String ticker(Ticker ticker, boolean snapshot) {
        StringBuilder out = new StringBuilder(360)
                .append("{\"channel\":\"ticker\",\"type\":\"")
                .append(snapshot ? "snapshot" : "update")
                .append(
                        exchange.isActive(Fault.UNKNOWN_FIELD)
                                ? "\",\"sequence\":12,\"data\":[{\"mid\":{},\"symbol\":\""
                                : TICKER_DATA)
                .append(ticker.market().symbol())
                .append('"');
        number(out, "bid", ticker.bid());
        number(out, "bid_qty", ticker.bidQty());
        number(out, "ask", ticker.ask());
        number(out, "ask_qty", ticker.askQty());
        number(out, "last", exchange.isActive(Fault.TICKER_NO_LAST) ? noLast(ticker) : ticker.last());
        number(out, "volume", ticker.volume());
        number(out, "vwap", ticker.vwap());
        number(out, "low", ticker.low());
        number(out, "high", ticker.high());
        number(out, "change", ticker.change());
        number(out, "change_pct", ticker.changePct());
        if (!exchange.isActive(Fault.TICKER_OLD_FIELDS)) {
            out.append(",\"trades\":").append(ticker.trades());
            time.append(out.append(",\"timestamp\":\""), ticker.timestampNs()).append('"');
        }
        return out.append("}]}").toString();
    }

    @Override
    public Optional<String> book(String symbol, Book.Changes changes, boolean snapshot, long timestampNs) {
        StringBuilder out = new StringBuilder(200)
                .append("{\"channel\":\"book\",\"type\":\"")
                .append(snapshot ? "snapshot" : "update")
                .append(TICKER_DATA)
                .append(symbol)
                .append("\",\"bids\":");
        levels(out, changes.bids());
        levels(out.append(",\"asks\":"), changes.asks());
        out.append(",\"checksum\":").append(changes.checksum());
        return Optional.of(time.append(out.append(",\"timestamp\":\""), timestampNs)
                .append("\"}]}")
                .toString());
    }

    private static void levels(StringBuilder out, List<Book.Level> levels) {
        out.append('[');
        for (int i = 0; i < levels.size(); i++) {
            out.append(i == 0 ? "" : ",")
                    .append("{\"price\":")
                    .append(levels.get(i).price())
                    .append(",\"qty\":")
                    .append(levels.get(i).qty())
                    .append('}');
        }
        out.append(']');
    }

    private static String noLast(Ticker ticker) {
        return ticker.trades() % 2 == 0 ? "0" : "null";
    }

    private static void number(StringBuilder out, String name, String value) {
        out.append(",\"").append(name).append("\":").append(value);
    }
}
