package io.pulsefeed.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.java_websocket.WebSocket;

/**
 * Sends trades as fast as the reader takes them: frames are built before the measurement, and the server is never more than
 * {@link #AHEAD} trades ahead of the reader. The result is therefore the throughput of the reader.
 */
final class FullSpeedTradeServer extends TradeServer {

    static final long FIRST_ID = 100_000_001L;

    /** Less than the queue of the connector (20,000 records), so that it never overflows. */
    private static final int AHEAD = 12_000;

    private static final String THREAD_NAME = "full-speed-trade-sender";

    private final List<byte[]> frames;
    private final int tradesPerFrame;
    private volatile LongSupplier read = () -> 0;

    FullSpeedTradeServer(int trades, int tradesPerFrame) {
        super(THREAD_NAME);
        this.tradesPerFrame = tradesPerFrame;
        this.frames = frames(trades, tradesPerFrame);
    }

    /** @param count number of trades that the reader has taken */
    void setReadCount(LongSupplier count) {
        this.read = count;
    }

    /** CPU seconds of the sender thread, to subtract from those of the process. */
    double cpuSeconds() {
        long nanos = 0;
        var threads = ManagementFactory.getThreadMXBean();
        for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().equals(THREAD_NAME)) {
                nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return nanos / 1e9;
    }

    private static List<byte[]> frames(int trades, int perFrame) {
        List<byte[]> frames = new ArrayList<>();
        Instant time = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
        StringBuilder frame = new StringBuilder();
        for (int i = 0; i < trades; i += perFrame) {
            frame.setLength(0);
            // The first frame is a snapshot: a reader without a stored offset starts from it.
            frame.append("{\"channel\":\"trade\",\"type\":\"")
                    .append(i == 0 ? "snapshot" : "update")
                    .append("\",\"data\":[");
            for (int j = i; j < Math.min(trades, i + perFrame); j++) {
                frame.append(j == i ? "" : ",")
                        .append("{\"symbol\":\"" + SYMBOL + "\",\"side\":\"")
                        .append((j & 1) == 0 ? "buy" : "sell")
                        .append("\",\"price\":")
                        .append(60_000 + j % 500)
                        .append('.')
                        .append(j % 10)
                        .append(",\"qty\":0.0")
                        .append(1_000_000 + j % 8_999_999)
                        .append(",\"ord_type\":\"limit\",\"trade_id\":")
                        .append(FIRST_ID + j)
                        .append(",\"timestamp\":\"")
                        .append(MICROS.format(time.plusNanos(j * 10_000L)))
                        .append("\"}");
            }
            frames.add(frame.append("]}").toString().getBytes(StandardCharsets.UTF_8));
        }
        return frames;
    }

    @Override
    void sendTrades(WebSocket client) {
        long sent = 0;
        for (byte[] frame : frames) {
            while (sent - read.getAsLong() > AHEAD || client.hasBufferedData()) {
                if (!client.isOpen()) {
                    return;
                }
                LockSupport.parkNanos(20_000);
            }
            client.send(new String(frame, StandardCharsets.UTF_8));
            sent += tradesPerFrame;
        }
    }
}
