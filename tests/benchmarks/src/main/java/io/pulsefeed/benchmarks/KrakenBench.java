package io.pulsefeed.benchmarks;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.kraken.KrakenSourceTask;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Trades per second through {@code poll()}, compared with the same client library and parser alone. CPU time is that of the process
 * without the sender thread of the server.
 */
final class KrakenBench {

    private static final int TRADES_PER_FRAME = 20;
    private static final int WARM_UP = 200_000;
    private static final long SILENCE_NANOS = 30_000_000_000L;

    private final int trades;

    KrakenBench(int trades) {
        this.trades = trades;
    }

    /** The result of one reader. */
    private record Run(double tradesPerSecond, double cpuSecondsPerMillion) {}

    List<BenchResult> run(PrintStream progress) throws Exception {
        bare(WARM_UP);
        Run bare = bare(trades);
        progress.printf(
                "%-40s %,12.0f trades/s, %.2f core-seconds a million%n",
                "bare client and parser", bare.tradesPerSecond(), bare.cpuSecondsPerMillion());
        connector(WARM_UP);
        Run connector = connector(trades);
        progress.printf(
                "%-40s %,12.0f trades/s, %.2f core-seconds a million%n",
                "kraken-source through poll()", connector.tradesPerSecond(), connector.cpuSecondsPerMillion());
        List<BenchResult> results = new ArrayList<>();
        results.add(BenchResult.of(
                "kraken-source poll()",
                connector.tradesPerSecond(),
                "trades/s",
                "bare client and parser",
                bare.tradesPerSecond()));
        results.add(BenchResult.of(
                "kraken-source trades a core-second",
                1e6 / connector.cpuSecondsPerMillion(),
                "trades",
                "bare client and parser",
                1e6 / bare.cpuSecondsPerMillion()));
        return results;
    }

    private static Run bare(int trades) throws Exception {
        FullSpeedTradeServer server = new FullSpeedTradeServer(trades, TRADES_PER_FRAME);
        try {
            server.startAndWait();
            BareClient client = new BareClient(server.url());
            server.setReadCount(client::trades);
            double cpu = cpuSeconds() - server.cpuSeconds();
            client.connectAndSubscribe();
            long started = client.awaitFirst();
            client.awaitTrades(trades);
            Run run = run(trades, started, cpuSeconds() - server.cpuSeconds() - cpu);
            client.closeConnection(1006, "done");
            return run;
        } finally {
            server.stop(0);
        }
    }

    private static Run connector(int trades) throws Exception {
        FullSpeedTradeServer server = new FullSpeedTradeServer(trades, TRADES_PER_FRAME);
        AtomicLong taken = new AtomicLong();
        KrakenSourceTask task = new KrakenSourceTask();
        try {
            server.startAndWait();
            server.setReadCount(taken::get);
            task.initialize(new BareTaskContext());
            double cpu = cpuSeconds() - server.cpuSeconds();
            task.start(config(server.url()));
            long started = 0;
            long deadline = System.nanoTime() + SILENCE_NANOS;
            long lastId = FullSpeedTradeServer.FIRST_ID + trades - 1;
            long id = 0;
            while (id < lastId) {
                List<SourceRecord> batch = task.poll();
                if (batch == null) {
                    if (System.nanoTime() > deadline) {
                        throw new UserError("the connector delivered no trade within 30 s after trade " + id + ".");
                    }
                    continue;
                }
                deadline = System.nanoTime() + SILENCE_NANOS;
                if (started == 0) {
                    started = System.nanoTime();
                }
                SourceRecord last = batch.get(batch.size() - 1);
                id = ((Number) last.sourceOffset().get("trade_id")).longValue();
                taken.set(id - FullSpeedTradeServer.FIRST_ID + 1);
            }
            return run(trades, started, cpuSeconds() - server.cpuSeconds() - cpu);
        } finally {
            task.stop();
            server.stop(0);
        }
    }

    private static Run run(int trades, long startedNanos, double cpuSeconds) {
        return new Run(trades / ((System.nanoTime() - startedNanos) / 1e9), cpuSeconds * 1e6 / trades);
    }

    private static Map<String, String> config(String url) {
        Map<String, String> config = new HashMap<>();
        config.put("name", "bench");
        config.put("pairs", "XBT/USD");
        config.put("channels", "trade");
        config.put("kraken.ws.url", url);
        // An unreachable REST address: the stream has no gaps to fill.
        config.put("kraken.rest.url", "http://127.0.0.1:9");
        config.put("trade.start", "snapshot");
        return config;
    }

    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }
}
