package io.pulsefeed.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the Kraken part of the demo reads and writes, live and simulated alike. */
final class KrakenNames {

    static final String TRADES = "rawtrade";
    static final String TRADE_ID = "kraken.trade_id";
    static final List<String> CONNECTORS = List.of("kraken-source", "timescale-cryptoviz");
    static final List<String> TOPICS = List.of(TRADES, "rawticker", "rawalert");
    static final List<String> TABLES = List.of("trade_data", "ticker_data", "alert_data");

    private static final String PRICE = "\"price\":";

    private KrakenNames() {}

    /** The digits of the price in a trade's payload, whose field order is fixed. */
    static String price(byte[] trade) {
        String text = new String(trade, StandardCharsets.UTF_8);
        int from = text.indexOf(PRICE) + PRICE.length();
        int to = text.indexOf(',', from);
        return from < PRICE.length() || to < 0 ? "?" : text.substring(from, to);
    }
}
