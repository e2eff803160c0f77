package io.pulsefeed.benchmarks;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** A WebSocket v2 server that sends one trade a frame at an even pace, and remembers when it sent each. */
final class FrameMetronome extends WebSocketServer {

    static final long FIRST_ID = 1_000_001L;

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern CHANNEL = Pattern.compile("\"channel\":\"(\\w+)\"");
    private static final Pattern REQUEST = Pattern.compile("\"req_id\":(\\d+)");

    private final AtomicLongArray sentNanos;
    private final long intervalNanos;
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile Thread sender;

    FrameMetronome(int frames, int framesPerSecond) {
        super(new InetSocketAddress("127.0.0.1", 0), 1);
        this.sentNanos = new AtomicLongArray(frames);
        this.intervalNanos = 1_000_000_000L / framesPerSecond;
        setReuseAddr(true);
        setTcpNoDelay(true);
        setConnectionLostTimeout(0);
        setDaemon(true);
    }

    void startAndWait() throws InterruptedException {
        start();
        started.await();
    }

    String url() {
        return "ws://127.0.0.1:" + getPort() + "/v2";
    }

    /** {@link System#nanoTime} just before the frame of trade {@code id} went out; 0 while it has not. */
    long sentNanos(long id) {
        return sentNanos.get((int) (id - FIRST_ID));
    }

    private void tick(WebSocket client) {
        long next = System.nanoTime();
        for (int i = 0; i < sentNanos.length() && client.isOpen(); i++) {
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            next += intervalNanos;
            String frame = "{\"channel\":\"trade\",\"type\":\"" + (i == 0 ? "snapshot" : "update")
                    + "\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"buy\",\"price\":60000.1,\"qty\":0.01000000,\"ord_type\":\"limit\","
                    + "\"trade_id\":" + (FIRST_ID + i) + ",\"timestamp\":\"" + MICROS.format(Instant.now()) + "\"}]}";
            sentNanos.set(i, System.nanoTime());
            client.send(frame);
        }
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public void onOpen(WebSocket client, ClientHandshake handshake) {
        client.send(
                "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"version\":\"2.0.10\",\"system\":\"online\","
                        + "\"api_version\":\"v2\",\"connection_id\":1}]}");
    }

    @Override
    public void onMessage(WebSocket client, String message) {
        Matcher channel = CHANNEL.matcher(message);
        Matcher request = REQUEST.matcher(message);
        String id = request.find() ? ",\"req_id\":" + request.group(1) : "";
        if (message.contains("\"ping\"")) {
            client.send("{\"method\":\"pong\"" + id + "}");
        } else if (channel.find()) {
            client.send("{\"method\":\"subscribe\"" + id + ",\"result\":{\"channel\":\"" + channel.group(1)
                    + "\",\"snapshot\":true,\"symbol\":\"BTC/USD\"},\"success\":true}");
            if (channel.group(1).equals("trade") && sender == null) {
                sender = new Thread(() -> tick(client), "metronome");
                sender.setDaemon(true);
                sender.start();
            }
        }
    }

    @Override
    public void onClose(WebSocket client, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket client, Exception failure) {
        failure.printStackTrace();
    }
}
