package io.pulsefeed.benchmarks;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.java_websocket.WebSocket;

/** Sends one trade per frame at a constant rate and stores the send time of each. */
final class PacedTradeServer extends TradeServer {

    static final long FIRST_ID = 1_000_001L;

    private final AtomicLongArray sentNanos;
    private final long intervalNanos;

    PacedTradeServer(int frames, int framesPerSecond) {
        super("trade-sender");
        this.sentNanos = new AtomicLongArray(frames);
        this.intervalNanos = 1_000_000_000L / framesPerSecond;
    }

    /** {@link System#nanoTime} just before the frame of trade {@code id} was sent; 0 if not sent yet. */
    long sentNanos(long id) {
        return sentNanos.get((int) (id - FIRST_ID));
    }

    @Override
    void sendTrades(WebSocket client) {
        long next = System.nanoTime();
        for (int i = 0; i < sentNanos.length() && client.isOpen(); i++) {
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            next += intervalNanos;
            String frame = "{\"channel\":\"trade\",\"type\":\"" + (i == 0 ? "snapshot" : "update")
                    + "\",\"data\":[{\"symbol\":\"" + SYMBOL
                    + "\",\"side\":\"buy\",\"price\":60000.1,\"qty\":0.01000000,\"ord_type\":\"limit\",\"trade_id\":"
                    + (FIRST_ID + i) + ",\"timestamp\":\"" + MICROS.format(Instant.now()) + "\"}]}";
            sentNanos.set(i, System.nanoTime());
            client.send(frame);
        }
    }
}
