package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.FixedPoint;
import io.pulsefeed.simulators.kraken.market.Market;
import io.pulsefeed.simulators.kraken.market.Ticker;
import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.simulators.kraken.market.TradeHistory;
import io.pulsefeed.simulators.kraken.server.HttpAnswer;
import io.pulsefeed.simulators.kraken.server.HttpRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The public REST API under {@code /0/public/}. An error is HTTP 200 with a non-empty {@code error}. */
final class RestApi {

    static final String PREFIX = "/0/public/";
    static final int MAX_ROWS = 1_000;

    /** REST prints prices with at least five decimals, regardless of the pair's precision. */
    private static final int MIN_PRICE_DECIMALS = 5;
    /** Kraken truncates a fractional {@code since}, so the response also contains earlier trades. */
    private static final long FRACTION_LOSS_NS = 10_000_000L;

    private static final long LAG_NS = 5_000_000_000L;
    /** Whole numbers below this are seconds, above nanoseconds. */
    private static final BigDecimal SECONDS_LIMIT = BigDecimal.valueOf(1_000_000_000_000L);

    private static final DateTimeFormatter RFC_1123 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Exchange exchange;
    private final RestFaults faults;

    RestApi(Exchange exchange) {
        this.exchange = exchange;
        this.faults = new RestFaults(exchange);
    }

    HttpAnswer answer(HttpRequest request) {
        String call = request.path().substring(PREFIX.length());
        Map<String, String> query = request.query();
        synchronized (exchange) {
            HttpAnswer refusal = faults.refusal(call, query.get("pair"));
            return refusal != null ? refusal : faults.spoil(serve(call, query));
        }
    }

    private HttpAnswer serve(String call, Map<String, String> query) {
        return switch (call) {
            case "Trades" -> trades(query);
            case "AssetPairs" -> assetPairs(query);
            case "Ticker" -> ticker(query);
            case "Time" -> time();
            case "SystemStatus" -> systemStatus();
            default -> error("EGeneral:Unknown method");
        };
    }

    private HttpAnswer trades(Map<String, String> query) {
        String asked = query.getOrDefault("pair", "");
        Market market = find(asked);
        if (market == null) {
            return unknownPair();
        }
        TradeHistory history = exchange.feed().history(market.symbol());
        int count;
        long since;
        try {
            count = Math.max(1, Math.min(MAX_ROWS, Integer.parseInt(query.getOrDefault("count", "" + MAX_ROWS))));
            since = since(query.get("since"));
        } catch (NumberFormatException | ArithmeticException e) {
            return error("EGeneral:Invalid arguments");
        }
        List<Trade> page = page(history, since, count);
        String key = asked.contains("/") ? market.symbol() : market.restKey();
        return HttpAnswer.json(print(page, exchange.isActive(Fault.REST_KEY_SPELLING) ? market.wsname() : key, since));
    }

    private List<Trade> page(TradeHistory history, long since, int count) {
        int end =
                exchange.isActive(Fault.REST_LAG) ? history.firstAtOrAfter(exchange.wallNs() - LAG_NS) : history.size();
        int from = since < 0
                ? Math.max(0, end - count)
                : history.firstAtOrAfter(exchange.isActive(Fault.REST_SINCE_EXCLUSIVE) ? since + 1 : since);
        return history.range(Math.min(from, end), Math.min(end, from + count));
    }

    private String print(List<Trade> page, String key, long since) {
        StringBuilder out = new StringBuilder(100 + 90 * page.size())
                .append("{\"error\":[],\"result\":{\"")
                .append(key)
                .append("\":[");
        for (int i = 0; i < page.size(); i++) {
            appendRow(i == 0 ? out : out.append(','), page.get(i), i % 7 == 3);
            if (i == page.size() / 2 && exchange.isActive(Fault.REST_ODD_ROWS)) {
                out.append(",null");
            }
        }
        out.append(']');
        if (!exchange.isActive(Fault.REST_MISSING_LAST)) {
            long last = page.isEmpty()
                    ? Math.max(0, since)
                    : page.get(page.size() - 1).timestampNs();
            out.append(",\"last\":\"").append(lastText(last)).append('"');
        }
        return out.append("}}").toString();
    }

    private String lastText(long last) {
        if (exchange.isActive(Fault.REST_ODD_ROWS)) {
            return "n/a";
        }
        return String.valueOf(exchange.isActive(Fault.REST_DOUBLE_TIME) ? rounded(last) : last);
    }

    private String volume(Trade trade, boolean seventh) {
        if (exchange.isSpoiled(trade)) {
            return "n/a";
        }
        String volume = seventh && exchange.isActive(Fault.REST_ODD_ROWS) ? "0" : trade.qty();
        return FixedPoint.pad(volume, Market.QTY_DECIMALS);
    }

    private String time(Trade trade) {
        String seconds = WireTime.doubleSeconds(trade.timestampNs());
        return exchange.isActive(Fault.REST_ODD_ROWS) && trade.id() % 5 == 0
                ? new BigDecimal(seconds).movePointLeft(9).toPlainString() + "E9"
                : seconds;
    }

    private void appendRow(StringBuilder out, Trade trade, boolean seventh) {
        out.append("[\"").append(FixedPoint.pad(trade.price(), MIN_PRICE_DECIMALS));
        out.append("\",\"").append(volume(trade, seventh));
        out.append("\",").append(time(trade));
        out.append(",\"").append(trade.isBuy() ? 'b' : 's');
        out.append("\",\"").append(trade.ordType().charAt(0));
        out.append("\",\"\"");
        if (!exchange.isActive(Fault.REST_SIX_COLUMNS)) {
            out.append(',').append(seventh && exchange.isActive(Fault.REST_ID_ZERO) ? 0 : trade.id());
        }
        out.append(']');
    }

    private static long rounded(long ns) {
        return new BigDecimal(WireTime.doubleSeconds(ns)).movePointRight(9).longValue();
    }

    /** Nanoseconds since the epoch; -1 when absent. */
    private static long since(String text) {
        if (text == null || text.isEmpty()) {
            return -1;
        }
        BigDecimal value = new BigDecimal(text);
        if (value.signum() < 0 || value.precision() > 30 || Math.abs(value.scale()) > 18) {
            throw new NumberFormatException();
        }
        if (value.compareTo(SECONDS_LIMIT) >= 0) {
            return value.setScale(0, RoundingMode.DOWN).longValueExact();
        }
        long ns = value.movePointRight(9).setScale(0, RoundingMode.DOWN).longValueExact();
        return value.scale() > 0 ? Math.max(0, ns - FRACTION_LOSS_NS) : ns;
    }

    private HttpAnswer assetPairs(Map<String, String> query) {
        List<Market> markets = find(query);
        if (markets == null) {
            return unknownPair();
        }
        List<String> parts = new ArrayList<>();
        for (Market market : markets) {
            int decimals = market.priceDecimals();
            parts.add('"' + market.restKey() + "\":{\"altname\":\"" + market.altname() + "\",\"wsname\":\""
                    + market.wsname()
                    + "\",\"aclass_base\":\"currency\",\"base\":\"" + market.base()
                    + "\",\"aclass_quote\":\"currency\",\"quote\":\"" + market.quote()
                    + "\",\"lot\":\"unit\",\"cost_decimals\":5,\"pair_decimals\":" + decimals + ",\"lot_decimals\":"
                    + Market.QTY_DECIMALS + ",\"lot_multiplier\":1,\"tick_size\":\"" + FixedPoint.print(1, decimals)
                    + "\",\"status\":\"" + exchange.pairStatus(market.symbol()) + "\"}");
        }
        return result(parts);
    }

    private HttpAnswer ticker(Map<String, String> query) {
        List<Market> markets = find(query);
        if (markets == null) {
            return unknownPair();
        }
        List<String> parts = new ArrayList<>();
        for (Market market : markets) {
            Ticker ticker = exchange.feed().ticker(market.symbol());
            if (ticker != null) {
                parts.add('"' + market.restKey() + "\":" + RestTicker.print(ticker));
            }
        }
        return result(parts);
    }

    private HttpAnswer time() {
        Instant now = Instant.ofEpochSecond(exchange.wallNs() / 1_000_000_000L);
        return HttpAnswer.json("{\"error\":[],\"result\":{\"unixtime\":" + now.getEpochSecond() + ",\"rfc1123\":\""
                + RFC_1123.format(now) + "\"}}");
    }

    private HttpAnswer systemStatus() {
        Instant now = Instant.ofEpochSecond(exchange.wallNs() / 1_000_000_000L).truncatedTo(ChronoUnit.SECONDS);
        return HttpAnswer.json(
                "{\"error\":[],\"result\":{\"status\":\"" + exchange.system() + "\",\"timestamp\":\"" + now + "\"}}");
    }

    /** All pairs when the request names none; null when one of them is unknown. */
    private @Nullable List<Market> find(Map<String, String> query) {
        List<Market> markets = new ArrayList<>();
        String asked = query.get("pair");
        if (asked == null) {
            exchange.feed()
                    .symbols()
                    .forEach(symbol -> markets.add(exchange.feed().market(symbol)));
            return markets;
        }
        for (String name : asked.split(",")) {
            Market market = find(name);
            if (market == null) {
                return null;
            }
            markets.add(market);
        }
        return markets;
    }

    /** Accepts {@code XBTUSD}, {@code XXBTZUSD} and {@code BTC/USD}; {@code XBT/USD} has been refused since 2026. */
    private @Nullable Market find(String asked) {
        for (String symbol : exchange.feed().symbols()) {
            Market market = exchange.feed().market(symbol);
            boolean named = asked.equals(symbol) || asked.equals(market.altname()) || asked.equals(market.restKey());
            if (named && !exchange.isDelisted(symbol)) {
                return market;
            }
        }
        return null;
    }

    private static HttpAnswer result(List<String> parts) {
        return HttpAnswer.json("{\"error\":[],\"result\":{" + String.join(",", parts) + "}}");
    }

    private static HttpAnswer unknownPair() {
        return HttpAnswer.json("{\"error\":[\"EQuery:Unknown asset pair\"],\"result\":null}");
    }

    static HttpAnswer error(String message) {
        return HttpAnswer.json("{\"error\":[\"" + message + "\"]}");
    }
}
