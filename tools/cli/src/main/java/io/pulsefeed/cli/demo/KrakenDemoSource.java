package io.pulsefeed.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Connectors, topics and latest prices of Kraken, whether simulated or live. */
abstract class KrakenDemoSource implements DemoSource {

    static final String TRADE_TABLE = "trade_data";
    static final String TICKER_TABLE = "ticker_data";

    private static final String TRADE_TOPIC = "rawtrade";
    private static final String PRICE = "\"price\":";

    private final Map<String, String> lastPrices = new ConcurrentSkipListMap<>();

    @Override
    public final List<String> connectors() {
        return List.of("kraken-source", "timescale-cryptoviz");
    }

    @Override
    public final List<String> topics() {
        return List.of(TRADE_TOPIC, "rawticker", "rawalert");
    }

    @Override
    public final Map<String, Consumer<ConsumerRecord<String, byte[]>>> recordListeners() {
        return Map.of(TRADE_TOPIC, trade -> {
            lastPrices.put(trade.key(), price(trade.value()));
            onTrade(trade);
        });
    }

    /** Called for each record of the trade topic. */
    abstract void onTrade(ConsumerRecord<String, byte[]> trade);

    @Override
    public final Map<String, String> lastValues() {
        return lastPrices;
    }

    /** The price in a trade's JSON, whose field order is fixed. */
    private static String price(byte[] trade) {
        String text = new String(trade, StandardCharsets.UTF_8);
        int from = text.indexOf(PRICE) + PRICE.length();
        int to = text.indexOf(',', from);
        return from < PRICE.length() || to < 0 ? "?" : text.substring(from, to);
    }
}
