package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Market;
import java.util.List;

/** Invalid frames, which a client must tolerate. None contains a trade of the log. */
final class BadFrames {

    private static final List<String> V2_TRADES = List.of(
            "7",
            "null",
            "[]",
            "{}",
            trade("\"price\":1.0,\"qty\":1.0,\"trade_id\":0", "buy"),
            trade("\"price\":1.0,\"qty\":1.0,\"trade_id\":-5", "buy"),
            trade("\"price\":1.0,\"qty\":1.0,\"trade_id\":1.5", "sell"),
            trade("\"price\":1.0,\"qty\":1.0", "sell"),
            trade("\"price\":1.0,\"qty\":1.0,\"trade_id\":\"12\"", "buy"),
            trade("\"price\":-1.0,\"qty\":1.0,\"trade_id\":1", "buy"),
            trade("\"price\":1.0,\"qty\":0,\"trade_id\":1", "buy"),
            trade("\"price\":1e400,\"qty\":1.0,\"trade_id\":1", "buy"),
            trade("\"price\":null,\"qty\":1.0,\"trade_id\":1", "buy"),
            trade("\"price\":\"60000\",\"qty\":1.0,\"trade_id\":1", "buy"),
            trade("\"price\":1.0,\"qty\":1.0,\"trade_id\":1", "both"),
            "{\"symbol\":\"NO/PAIR\",\"side\":\"buy\",\"price\":1.0,\"qty\":1.0,\"ord_type\":\"limit\",\"trade_id\":1,"
                    + "\"timestamp\":\"2026-01-01T00:00:00.000000Z\"}",
            "{\"symbol\":\"$PAIR\",\"side\":\"buy\",\"price\":1.0,\"qty\":1.0,\"ord_type\":\"limit\",\"trade_id\":1,"
                    + "\"timestamp\":\"yesterday\"}");

    private BadFrames() {}

    private static String trade(String fields, String side) {
        return "{\"symbol\":\"$PAIR\",\"side\":\"" + side + "\"," + fields
                + ",\"ord_type\":\"limit\",\"timestamp\":\"2026-01-01T00:00:00.000000Z\"}";
    }

    static List<String> badElements(int version, String symbol) {
        if (version == 1) {
            String end = ",\"trade\",\"" + Market.wsnameOf(symbol) + "\"]";
            return List.of(
                    "[1,[[\"x\",\"1.0\",\"1618678150.826417\",\"s\",\"m\",\"\"],[],7,[\"1.0\"]]" + end,
                    "[1,{\"a\":[],\"b\":7},\"ticker\",\"" + Market.wsnameOf(symbol) + "\"]",
                    "[1]",
                    "[]");
        }
        return List.of(
                ("{\"channel\":\"trade\",\"type\":\"update\",\"data\":[" + String.join(",", V2_TRADES) + "]}")
                        .replace("$PAIR", symbol),
                "{\"channel\":\"trade\",\"type\":\"update\",\"data\":{}}",
                "{\"channel\":\"trade\",\"type\":\"update\"}",
                "{\"channel\":\"ticker\",\"type\":\"update\",\"data\":[{\"symbol\":\"" + symbol
                        + "\",\"last\":\"x\"},{\"symbol\":\"" + symbol + "\",\"last\":null},{\"last\":1.0},5]}");
    }

    static List<String> unknown() {
        return List.of(
                "{\"channel\":\"sentiment\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"score\":0.7}]}",
                "{\"method\":\"announce\",\"result\":{\"text\":\"hello\"},\"success\":true}",
                "{\"greeting\":[1,2,{\"deep\":null}]}",
                "[0,{},\"spread-9\",\"XBT/USD\"]");
    }

    static List<String> oddJson(String symbol) {
        String valid = trade("\"price\":1.0,\"qty\":1.0,\"trade_id\":1", "buy").replace("$PAIR", symbol);
        String start = "{\"channel\":\"trade\",\"type\":\"update\",\"data\":";
        return List.of(
                "{\"channel\":\"trade\",\"channel\":\"ticker\",\"type\":\"update\",\"data\":[" + valid + "]}",
                start + "[".repeat(100) + "]".repeat(100) + "}",
                start + "[" + valid.replace("\"price\":1.0", "\"price\":NaN") + "]}");
    }

    static String huge(int bytes) {
        return "{\"channel\":\"padding\",\"data\":[\"" + "x".repeat(bytes) + "\"]}";
    }
}
