package io.pulsefeed.benchmarks;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/**
 * A WebSocket v2 server that has nothing to do but send trades: it acknowledges what is asked for and then sends frames made
 * before the clock starts, never further ahead of the reader than {@link #AHEAD} trades. So the reader sets the pace, and what
 * is measured is the reader.
 */
final class TradeBlaster extends WebSocketServer {

    static final String SYMBOL = "BTC/USD";
    static final long FIRST_ID = 100_000_001L;

    /** Below the queue of the connector (20,000 records), so that a fast venue does not look like overload. */
    private static final int AHEAD = 12_000;

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern CHANNEL = Pattern.compile("\"channel\":\"(\\w+)\"");
    private static final Pattern REQUEST = Pattern.compile("\"req_id\":(\\d+)");

    private final List<byte[]> frames;
    private final int tradesPerFrame;
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile LongSupplier read = () -> 0;
    private volatile Thread sender;

    TradeBlaster(int trades, int tradesPerFrame) {
        super(new InetSocketAddress("127.0.0.1", 0), 1);
        this.tradesPerFrame = tradesPerFrame;
        this.frames = frames(trades, tradesPerFrame);
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

    /** How many trades the reader has taken so far. */
    void pacedBy(LongSupplier taken) {
        this.read = taken;
    }

    /** CPU seconds of the threads of this server, to be taken off those of the process. */
    double cpuSeconds() {
        long nanos = 0;
        var threads = ManagementFactory.getThreadMXBean();
        for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("blaster")) {
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
            // The venue's first answer is a snapshot: a reader without a stored offset takes its place from it.
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

    private void blast(WebSocket client) {
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
                    + "\",\"snapshot\":true,\"symbol\":\"" + SYMBOL + "\"},\"success\":true}");
            if (channel.group(1).equals("trade") && sender == null) {
                sender = new Thread(() -> blast(client), "blaster-sender");
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
