package io.pulsefeed.cli.demo;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.simulators.kraken.Fault;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The Kraken simulator. Topic and table are compared with the trade ids that it has sent. */
final class SimulatedKraken extends KrakenDemoSource {

    /** Trades of this many seconds are reserved in the file, which is updated every second. */
    private static final int RESERVED_SECONDS = 10;

    private static final String TRADE_ID = "kraken.trade_id";

    /** Kraken's symbol to the name of the pair in records and rows. */
    private final Map<String, String> pairs = new LinkedHashMap<>();

    private final KrakenSimulator simulator;
    private final NextIdFile nextIdFile;
    private final Map<String, Long> firstIds = new LinkedHashMap<>();
    private final DeliveryCheck topicCheck = new DeliveryCheck();
    private final int tradesPerSecond;
    private final int reservedTrades;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "kraken-next-ids");
        thread.setDaemon(true);
        return thread;
    });

    private SimulatedKraken(KrakenSimulator simulator, NextIdFile nextIdFile, int tradesPerSecond) {
        this.simulator = simulator;
        this.nextIdFile = nextIdFile;
        this.tradesPerSecond = tradesPerSecond;
        this.reservedTrades = tradesPerSecond * RESERVED_SECONDS;
        for (String symbol : simulator.pairs()) {
            String pair = symbol.replace("BTC", "XBT").replace("DOGE", "XDG");
            pairs.put(symbol, pair);
            firstIds.put(pair, simulator.nextId(symbol));
        }
        firstIds.forEach(topicCheck::expectFrom);
    }

    /** Starts the simulator without trades. Its trade ids continue after those of the previous run. */
    static SimulatedKraken start(NextIdFile nextIdFile, long seed, int tradesPerSecond) {
        try {
            KrakenSimulator simulator = KrakenSimulator.builder()
                    .seed(seed)
                    .tradesPerSecond(0)
                    .firstIds(nextIdFile.nextIds())
                    .build()
                    .start();
            return new SimulatedKraken(simulator, nextIdFile, tradesPerSecond);
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
    public List<String> tables() {
        return List.of(TRADE_TABLE, TICKER_TABLE, "alert_data");
    }

    @Override
    void onTrade(ConsumerRecord<String, byte[]> trade) {
        Header id = trade.headers().lastHeader(TRADE_ID);
        if (id != null) {
            topicCheck.onReceived(trade.key(), Long.parseLong(new String(id.value(), StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void startSending(RowCounter rowCounter) {
        // Ids are reserved before they are used, so that the next run does not reuse them after a crash.
        nextIdFile.reserve(nextIds(), reservedTrades);
        scheduler.scheduleAtFixedRate(() -> nextIdFile.reserve(nextIds(), reservedTrades), 1, 1, TimeUnit.SECONDS);
        simulator.tradesPerSecond(tradesPerSecond);
    }

    @Override
    public void stopSending() {
        simulator.tradesPerSecond(0);
        scheduler.shutdownNow();
        try {
            scheduler.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        nextIdFile.write(nextIds());
    }

    @Override
    public Map<String, Long> sent() {
        Map<String, Long> lastIds = new LinkedHashMap<>();
        pairs.forEach((symbol, pair) -> lastIds.put(pair, simulator.nextId(symbol) - 1));
        return lastIds;
    }

    /** The exchange closes its connections and refuses new ones; meanwhile it trades. */
    @Override
    public List<DemoFault> faults() {
        return List.of(new DemoFault(
                "exchange",
                "Drop the exchange",
                "Closes the WebSocket and refuses new ones for 5 s, while trading continues.",
                Duration.ofSeconds(5),
                "The exchange refused connections for 5 s. The connector reconnected and fetched the missed trades from REST.",
                () -> simulator.inject(Fault.HANDSHAKE_503),
                () -> simulator.clear(Fault.HANDSHAKE_503)));
    }

    @Override
    public DeliveryCheck.Result checkDelivery(Map<String, Long> lastIds, RowCounter rowCounter) {
        DeliveryCheck.Result inTopic = topicCheck.compareWith(lastIds);
        long lostRows = 0;
        long duplicatedRows = 0;
        if (rowCounter.exists(TRADE_TABLE)) {
            for (Map.Entry<String, Long> last : lastIds.entrySet()) {
                long first = firstIds.get(last.getKey());
                long rows = rowCounter.count(
                        "SELECT count(*) FROM trade_data WHERE pair = ? AND trade_id BETWEEN ? AND ?",
                        last.getKey(),
                        first,
                        last.getValue());
                long distinct = rowCounter.count(
                        "SELECT count(DISTINCT trade_id) FROM trade_data WHERE pair = ? AND trade_id BETWEEN ? AND ?",
                        last.getKey(),
                        first,
                        last.getValue());
                lostRows += last.getValue() - first + 1 - distinct;
                duplicatedRows += rows - distinct;
            }
        } else {
            lostRows = inTopic.lost() + 1;
        }
        return new DeliveryCheck.Result(
                Math.max(inTopic.lost(), lostRows), Math.max(inTopic.duplicated(), duplicatedRows));
    }

    private Map<String, Long> nextIds() {
        Map<String, Long> next = new LinkedHashMap<>();
        pairs.keySet().forEach(symbol -> next.put(symbol, simulator.nextId(symbol)));
        return next;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        simulator.close();
    }
}
