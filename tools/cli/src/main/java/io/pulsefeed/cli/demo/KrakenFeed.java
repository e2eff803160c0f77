package io.pulsefeed.cli.demo;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Trades, tickers and alerts from the Kraken simulator; its log is the truth that arrivals are balanced against. */
final class KrakenFeed implements Feed {

    /** How many seconds of trades the file is ahead of the exchange, when it is looked at every second. */
    private static final int SECONDS_AHEAD = 10;

    /** Symbol on the wire to the pair's name in records and rows. */
    private final Map<String, String> pairs = new LinkedHashMap<>();

    private final KrakenSimulator simulator;
    private final NumberingFile numbering;
    private final Map<String, Long> firstIds = new LinkedHashMap<>();
    private final IdLedger topic = new IdLedger();
    private final Map<String, String> lastPrices = new ConcurrentSkipListMap<>();
    private final int tradesPerSecond;
    private final int aheadOfFile;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "kraken-feed");
        thread.setDaemon(true);
        return thread;
    });

    private KrakenFeed(KrakenSimulator simulator, NumberingFile numbering, int tradesPerSecond) {
        this.simulator = simulator;
        this.numbering = numbering;
        this.tradesPerSecond = tradesPerSecond;
        this.aheadOfFile = tradesPerSecond * SECONDS_AHEAD;
        for (String symbol : simulator.pairs()) {
            String pair = symbol.replace("BTC", "XBT").replace("DOGE", "XDG");
            pairs.put(symbol, pair);
            firstIds.put(pair, simulator.nextId(symbol));
        }
        firstIds.forEach(topic::expectFrom);
    }

    /** The exchange waits with its first trade until {@link #begin}; its numbers go on from the run before. */
    static KrakenFeed start(NumberingFile numbering, long seed, int tradesPerSecond) {
        try {
            KrakenSimulator simulator = KrakenSimulator.builder()
                    .seed(seed)
                    .tradesPerSecond(0)
                    .firstIds(numbering.nextIds())
                    .build()
                    .start();
            return new KrakenFeed(simulator, numbering, tradesPerSecond);
        } catch (IOException e) {
            throw new UserError("the Kraken simulator could not start: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "PULSEFEED_KRAKEN_WS_URL", simulator.webSocketUrl(), "PULSEFEED_KRAKEN_REST_URL", simulator.restUrl());
    }

    @Override
    public List<String> connectors() {
        return KrakenNames.CONNECTORS;
    }

    @Override
    public List<String> topics() {
        return KrakenNames.TOPICS;
    }

    @Override
    public List<String> tables() {
        return KrakenNames.TABLES;
    }

    @Override
    public Map<String, Consumer<ConsumerRecord<String, byte[]>>> readers() {
        return Map.of(KrakenNames.TRADES, this::tradeArrived);
    }

    private void tradeArrived(ConsumerRecord<String, byte[]> trade) {
        Header id = trade.headers().lastHeader(KrakenNames.TRADE_ID);
        if (id != null) {
            topic.arrived(trade.key(), Long.parseLong(new String(id.value(), StandardCharsets.UTF_8)));
        }
        lastPrices.put(trade.key(), KrakenNames.price(trade.value()));
    }

    @Override
    public void begin(TableMeter tables) {
        // Before they are sent: after a crash the next run must not number other trades alike.
        numbering.reserve(nextIds(), aheadOfFile);
        pace.scheduleAtFixedRate(() -> numbering.reserve(nextIds(), aheadOfFile), 1, 1, TimeUnit.SECONDS);
        simulator.tradesPerSecond(tradesPerSecond);
    }

    @Override
    public void end() {
        simulator.tradesPerSecond(0);
        pace.shutdownNow();
        try {
            pace.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        numbering.write(nextIds());
    }

    @Override
    public IdLedger.Balance balance(TableMeter tables) {
        Map<String, Long> lastIds = new LinkedHashMap<>();
        pairs.forEach((symbol, pair) -> lastIds.put(pair, simulator.nextId(symbol) - 1));
        IdLedger.Balance inTopic = topic.against(lastIds);
        long lostRows = 0;
        long doubledRows = 0;
        if (tables.exists("trade_data")) {
            for (Map.Entry<String, Long> last : lastIds.entrySet()) {
                long first = firstIds.get(last.getKey());
                long rows = tables.count(
                        "SELECT count(*) FROM trade_data WHERE pair = ? AND trade_id BETWEEN ? AND ?",
                        last.getKey(),
                        first,
                        last.getValue());
                long distinct = tables.count(
                        "SELECT count(DISTINCT trade_id) FROM trade_data WHERE pair = ? AND trade_id BETWEEN ? AND ?",
                        last.getKey(),
                        first,
                        last.getValue());
                lostRows += last.getValue() - first + 1 - distinct;
                doubledRows += rows - distinct;
            }
        } else {
            lostRows = inTopic.lost() + 1;
        }
        return new IdLedger.Balance(Math.max(inTopic.lost(), lostRows), Math.max(inTopic.duplicated(), doubledRows));
    }

    private Map<String, Long> nextIds() {
        Map<String, Long> next = new LinkedHashMap<>();
        pairs.keySet().forEach(symbol -> next.put(symbol, simulator.nextId(symbol)));
        return next;
    }

    @Override
    public Map<String, String> lastValues() {
        return lastPrices;
    }

    @Override
    public void close() {
        pace.shutdownNow();
        simulator.close();
    }
}
