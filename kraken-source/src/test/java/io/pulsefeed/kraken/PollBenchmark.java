package io.pulsefeed.kraken;

import io.pulsefeed.kraken.client.TradeHistory;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.pipeline.EventQueue;
import io.pulsefeed.kraken.pipeline.Pipeline;
import io.pulsefeed.kraken.pipeline.PipelineSettings;
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

/** The hot path from frame text to source records, in one thread. Run {@code main}; the figure is trades per second of CPU time. */
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
        SourceMetrics stats = new SourceMetrics();
        EventQueue inbox =
                new EventQueue(config.queue().maxRecords(), config.queue().maxBytes());
        TradeHistory noRest = (query, answer) -> {
            throw new IllegalStateException("nothing is missing here");
        };
        Pipeline feed = new Pipeline(
                PipelineSettings.of(config), inbox, noRest, stats, Clock.systemUTC(), System::nanoTime, cause -> {});
        V2Parser parser = new V2Parser(Pair.listOf(config.subscription().pairs()), Clock.systemUTC());
        FrameHandler sink = new ToInbox(inbox);
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
        long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        int next = 0;
        while (next < frames.length || inbox.records() > 0) {
            for (int i = 0; i < 40 && next < frames.length; i++) {
                parser.parse(frames[next++], sink);
            }
            for (var record : feed.poll(config.queue().maxBatch(), 0)) {
                records++;
                bytes += ((byte[]) record.value()).length;
            }
        }
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
        System.out.printf(
                "%d trades per frame: %,d records, %,d bytes, %,.0f trades per core-second%n",
                perFrame, records, bytes, records * 1e9 / nanos);
    }

    private record ToInbox(EventQueue inbox) implements FrameHandler {

        @Override
        public void trades(List<Trade> trades) {
            if (!inbox.trades(trades, 200)) {
                throw new IllegalStateException("the queue is full");
            }
        }

        @Override
        public void tickers(List<Ticker> tickers) {}

        @Override
        public void status(String system) {}

        @Override
        public void heartbeat() {}

        @Override
        public void pong() {}

        @Override
        public void subscribed(Channel channel, String symbol, String warnings) {}

        @Override
        public void refused(Channel channel, String symbol, String error) {}

        @Override
        public void rejected(RejectReason reason, String detail) {
            throw new IllegalStateException(detail);
        }
    }
}
