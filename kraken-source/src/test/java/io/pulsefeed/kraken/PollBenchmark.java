package io.pulsefeed.kraken;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.pipeline.EventQueue;
import io.pulsefeed.kraken.pipeline.Pipeline;
import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.FrameHandler;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RejectReason;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.V2Parser;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Measures the hot path from frame text to source records in one thread, in trades per second of CPU time. Run {@code main}. */
final class PollBenchmark {

    private static final int FRAMES = 200_000;

    private PollBenchmark() {}

    public static void main(String[] args) throws InterruptedException {
        for (int perFrame : new int[] {1, 5, 50}) {
            for (int round = 0; round < 3; round++) {
                run(perFrame);
            }
        }
    }

    private static void run(int perFrame) throws InterruptedException {
        KrakenSourceConnectorConfig config =
                ConfigValidation.parse(Map.of("pairs", "XBT/USD,ETH/USD", "channels", "trade"));
        SourceMetrics metrics = new SourceMetrics();
        EventQueue queue = new EventQueue(config.queue());
        Pipeline pipeline = new Pipeline(
                config, queue, new NoRest(), metrics, Clock.systemUTC(), MonotonicClock.SYSTEM, new NoControl());
        V2Parser parser = new V2Parser(Pair.listOf(config.subscription().pairs()));
        FrameHandler sink = new QueueingHandler(queue);
        String[] frames = new String[Math.max(1, FRAMES / perFrame)];
        long id = 1000;
        for (int i = 0; i < frames.length; i++) {
            StringBuilder frame = new StringBuilder("{\"channel\":\"trade\",\"type\":\"update\",\"data\":[");
            for (int k = 0; k < perFrame; k++) {
                frame.append(k == 0 ? "" : ",")
                        .append("{\"symbol\":\"BTC/USD\",\"side\":\"sell\",\"price\":63501.6,\"qty\":0.02922270,")
                        .append("\"ord_type\":\"limit\",\"trade_id\":")
                        .append(id++)
                        .append(",\"timestamp\":\"2026-07-07T23:00:05.562702Z\"}");
            }
            frames[i] = frame.append("]}").toString();
        }
        long records = 0;
        long bytes = 0;
        long startNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        int next = 0;
        while (next < frames.length || queue.records() > 0) {
            for (int i = 0; i < 40 && next < frames.length; i++) {
                parser.parse(frames[next++], sink);
            }
            for (var record : pipeline.poll(config.queue().maxBatch(), 0)) {
                records++;
                bytes += ((byte[]) record.value()).length;
            }
        }
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startNs;
        System.out.printf(
                "%d trades per frame: %,d records, %,d bytes, %,.0f trades per core-second%n",
                perFrame, records, bytes, records * 1e9 / nanos);
    }

    private record QueueingHandler(EventQueue queue) implements FrameHandler {

        @Override
        public void onTrades(List<Trade> trades) {
            if (!queue.onTrades(trades, 200)) {
                throw new IllegalStateException("the queue is full");
            }
        }

        @Override
        public void onTickers(List<Ticker> tickers) {}

        @Override
        public void onBooks(List<BookUpdate> updates) {}

        @Override
        public void onSystemStatus(String system) {}

        @Override
        public void onHeartbeat() {}

        @Override
        public void onPong() {}

        @Override
        public void onSubscribed(Channel channel, String symbol, String warnings) {}

        @Override
        public void onRefused(Channel channel, String symbol, String error) {}

        @Override
        public void onRejected(RejectReason reason, String symbol, String detail) {
            throw new IllegalStateException(detail);
        }
    }
}
