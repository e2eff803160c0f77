package io.pulsefeed.simulators.kraken;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.simulators.kraken.market.Book;
import io.pulsefeed.simulators.kraken.market.FixedPoint;
import io.pulsefeed.simulators.kraken.market.Hash;
import io.pulsefeed.simulators.kraken.market.Market;
import io.pulsefeed.simulators.kraken.market.Ticker;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** WebSocket v1: numbers are strings, data frames are arrays that end with channel and pair, trades have no id. */
final class V1Protocol implements Protocol {

    private static final int PRICE_DECIMALS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Exchange exchange;

    V1Protocol(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public String status(SystemStatus status) {
        return "{\"connectionID\":" + status.connectionId() + ",\"event\":\"systemStatus\",\"status\":\""
                + status.system() + "\",\"version\":\"1.9.6\"}";
    }

    @Override
    public String heartbeat() {
        return "{\"event\":\"heartbeat\"}";
    }

    @Override
    public void request(Session session, String text) {
        JsonNode request;
        try {
            request = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            request = JSON.createObjectNode();
        }
        String event = request.path("event").asText();
        switch (event) {
            case "ping" -> exchange.reply(session, "{\"event\":\"pong\"" + requestId(request) + "}");
            case "subscribe" -> subscription(session, request, true);
            case "unsubscribe" -> subscription(session, request, false);
            default -> exchange.reply(session, error("Malformed request", request));
        }
    }

    private void subscription(Session session, JsonNode request, boolean subscribe) {
        String name = request.at("/subscription/name").asText();
        Channel channel = Channel.named(name);
        List<String> pairs = new ArrayList<>();
        request.path("pair").forEach(pair -> pairs.add(pair.asText()));
        boolean generatedBook = channel == Channel.BOOK && exchange.trading() != null;
        if (channel == null
                || generatedBook
                || pairs.isEmpty()
                || !exchange.feed().channels().contains(channel)) {
            String message = pairs.isEmpty() ? "Pair field must be an array" : "Subscription name invalid";
            exchange.reply(session, error(message, request));
            return;
        }
        for (String pair : pairs) {
            String symbol = Market.symbolOf(pair);
            if (subscribe) {
                subscribe(session, request, channel, symbol);
            } else if (session.unsubscribe(channel, symbol)) {
                exchange.reply(session, acknowledgement(request, channel, symbol, "unsubscribed"));
            } else {
                exchange.reply(session, refusal(request, channel, symbol, "Subscription Not Found"));
            }
        }
    }

    private void subscribe(Session session, JsonNode request, Channel channel, String symbol) {
        switch (exchange.subscribe(session, channel, symbol)) {
            case UNSUPPORTED -> exchange.reply(
                    session,
                    refusal(request, channel, symbol, "Currency pair not supported " + Market.wsnameOf(symbol)));
            case RATE_LIMITED -> exchange.reply(session, error("Exceeded msg rate", request));
            case REFUSED -> exchange.reply(session, refusal(request, channel, symbol, "Internal error"));
            case SILENT -> {
                // No answer is sent.
            }
            case REPEATED, ACCEPTED -> {
                // v1 answers a repeated subscription like a new one.
                exchange.reply(session, acknowledgement(request, channel, symbol, "subscribed"));
                if (channel == Channel.TICKER) {
                    exchange.sendSnapshot(session, channel, symbol);
                }
            }
            default -> throw new IllegalStateException("Unhandled outcome");
        }
    }

    private static String acknowledgement(JsonNode request, Channel channel, String symbol, String status) {
        return "{\"channelID\":" + channelId(symbol) + ",\"channelName\":\"" + channel.wireName()
                + "\",\"event\":\"subscriptionStatus\",\"pair\":" + quoted(Market.wsnameOf(symbol)) + requestId(request)
                + ",\"status\":\"" + status + "\",\"subscription\":{\"name\":\"" + channel.wireName() + "\"}}";
    }

    private static String refusal(JsonNode request, Channel channel, String symbol, String message) {
        return "{\"errorMessage\":" + quoted(message) + ",\"event\":\"subscriptionStatus\",\"pair\":"
                + quoted(Market.wsnameOf(symbol)) + requestId(request)
                + ",\"status\":\"error\",\"subscription\":{\"name\":\"" + channel.wireName() + "\"}}";
    }

    private static String error(String message, JsonNode request) {
        return "{\"errorMessage\":" + quoted(message) + ",\"event\":\"error\"" + requestId(request) + "}";
    }

    private static String requestId(JsonNode request) {
        JsonNode id = request.path("reqid");
        return id.isIntegralNumber() ? ",\"reqid\":" + id.asText() : "";
    }

    private static long channelId(String symbol) {
        return 1 + Math.floorMod(Hash.of(1, symbol), 200_000_000L);
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
        Map<String, StringBuilder> frames = new LinkedHashMap<>();
        for (Trade trade : trades) {
            StringBuilder frame = frames.get(trade.pair());
            if (frame == null) {
                frame = new StringBuilder(200)
                        .append('[')
                        .append(channelId(trade.pair()))
                        .append(",[");
                frames.put(trade.pair(), frame);
            } else {
                frame.append(',');
            }
            append(frame, trade);
        }
        List<String> texts = new ArrayList<>(frames.size());
        frames.forEach((symbol, frame) -> texts.add(frame.append("],\"trade\",\"")
                .append(Market.wsnameOf(symbol))
                .append("\"]")
                .toString()));
        return texts;
    }

    private static void append(StringBuilder out, Trade trade) {
        out.append("[\"").append(FixedPoint.pad(trade.price(), PRICE_DECIMALS));
        out.append("\",\"").append(trade.qty());
        out.append("\",\"").append(WireTime.epochMicros(trade.timestampNs()));
        out.append("\",\"").append(trade.isBuy() ? 'b' : 's');
        out.append("\",\"").append(trade.ordType().charAt(0)).append("\",\"\"]");
    }

    @Override
    public Optional<String> instruments(Collection<String> symbols, boolean snapshot) {
        return Optional.empty();
    }

    @Override
    public Optional<String> book(String symbol, Book.Changes changes, boolean snapshot, long timestampNs) {
        return Optional.empty();
    }

    @Override
    public String ticker(Ticker ticker, boolean snapshot) {
        return "[" + channelId(ticker.market().symbol()) + ',' + RestTicker.printV1(ticker) + ",\"ticker\",\""
                + ticker.market().wsname() + "\"]";
    }
}
