package io.pulsefeed.system.upgrade;

import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Two pairs on a simulated exchange whose time moves only when {@link #play} is called: the same trades, tickers and times in
 * every run.
 */
final class KrakenScenario implements AutoCloseable {

    static final List<String> TOPICS = List.of("rawtrade", "rawticker", "rawalert");

    private static final long SEED = 20;
    private static final Instant NOW = Instant.parse("2025-01-02T00:00:00Z");
    private static final Instant BACKFILL_FROM = NOW.minusSeconds(600);
    private static final Instant BACKFILL_TO = NOW.minusSeconds(60);
    private static final int SECONDS = 20;
    private static final int BACKFILL_RECORDS = 20;
    /** Symbols of the exchange, and names of the same pairs in records. */
    static final Map<String, String> PAIRS = new TreeMap<>(Map.of("BTC/USD", "XBT/USD", "ETH/USD", "ETH/USD"));

    private final KrakenSimulator simulator;

    KrakenScenario() throws IOException {
        simulator = KrakenSimulator.builder()
                .seed(SEED)
                .pairs(List.copyOf(PAIRS.keySet()))
                .tradesPerSecond(2)
                .startTime(NOW)
                .virtualTime(NOW)
                .build()
                .start();
    }

    /** The topics of both connectors. */
    static List<String> topics(String prefix) {
        return Stream.concat(TOPICS.stream(), Stream.of("backfill"))
                .map(topic -> prefix + topic)
                .toList();
    }

    /** @param prefix of the topics */
    Map<String, String> settings(String prefix) {
        Map<String, String> settings = common();
        settings.put("pairs", "XBT/USD,ETH/USD");
        settings.put("channels", "trade,ticker");
        settings.put("topic.trade", prefix + "rawtrade");
        settings.put("topic.ticker", prefix + "rawticker");
        settings.put("topic.alert", prefix + "rawalert");
        settings.put("trade.start", NOW.toString());
        settings.put("alert.mode", "previous");
        settings.put("alert.threshold.percent", "0.001");
        return settings;
    }

    Map<String, String> backfillSettings(String topic) {
        Map<String, String> settings = common();
        settings.put("pairs", "XBT/USD");
        settings.put("channels", "trade");
        settings.put("topic.trade", topic);
        settings.put("backfill.from", BACKFILL_FROM.toString());
        settings.put("backfill.to", BACKFILL_TO.toString());
        settings.put("max.batch", "50");
        return settings;
    }

    private Map<String, String> common() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("connector.class", "io.pulsefeed.kraken.KrakenSourceConnector");
        settings.put("tasks.max", "1");
        settings.put("kraken.ws.url", simulator.webSocketUrl());
        settings.put("kraken.rest.url", simulator.restUrl());
        settings.put("kraken.rest.interval.ms", "10");
        settings.put("kraken.rest.pair.interval.ms", "10");
        // The exchange's time moves only in play.
        settings.put("kraken.silence.timeout.ms", "3600000");
        settings.put("backfill.max.age", "36500d");
        settings.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        settings.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        return settings;
    }

    /** Runs the connector; trading starts when it is connected, so that every trade comes by WebSocket. */
    void run(UpgradeStack stack, String connector, String prefix) {
        stack.run(connector, settings(prefix));
        stack.awaitRecords(prefix + "rawticker", PAIRS.size());
        play(SECONDS);
        stack.awaitRecords(prefix + "rawtrade", (int) simulator.tradeCount());
    }

    void play(int seconds) {
        for (int i = 0; i < seconds; i++) {
            simulator.advance(Duration.ofSeconds(1));
        }
    }

    /** Brings the exchange to where {@link #run} leaves it, without a connector. */
    void skip() {
        play(SECONDS);
    }

    /** Numbers of the trades since the start by the pair's name in records, oldest first. */
    Map<String, List<Long>> tradeIds() {
        Map<String, List<Long>> ids = new TreeMap<>();
        PAIRS.forEach((symbol, pair) ->
                ids.put(pair, simulator.log(symbol).stream().map(Trade::id).toList()));
        return ids;
    }

    /** Numbers of the trades of XBT/USD in the backfilled period, oldest first. */
    List<Long> backfillIds() {
        long from = BACKFILL_FROM.getEpochSecond() * 1_000_000_000L;
        long to = BACKFILL_TO.getEpochSecond() * 1_000_000_000L;
        List<Trade> history = simulator.logWithHistory("BTC/USD");
        return history.subList(Math.max(0, history.size() - 5_000), history.size()).stream()
                .filter(trade -> trade.timestampNs() >= from && trade.timestampNs() < to)
                .map(Trade::id)
                .toList();
    }

    static long tradeId(StoredRecord trade) {
        return Long.parseLong(trade.headers().get(trade.headers().indexOf("kraken.trade_id") + 1));
    }

    /** Records of one pair keep their order; how two pairs mix depends on the network. */
    static List<String> lines(UpgradeStack stack, String prefix) {
        List<String> lines = new ArrayList<>();
        for (String topic : TOPICS) {
            List<StoredRecord> records = new ArrayList<>(stack.records(prefix + topic));
            records.sort(Comparator.comparing(StoredRecord::key));
            records.forEach(record -> lines.add(record.inTopic(topic).toLine()));
        }
        return lines;
    }

    /** The first records of a backfill, all of them fetched by REST. */
    static List<String> backfillLines(UpgradeStack stack, String topic) {
        return stack.records(topic).stream()
                .limit(BACKFILL_RECORDS)
                .map(record -> record.inTopic("rawtrade").toLine())
                .toList();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
