package io.pulsefeed.benchmarks;

import java.net.InetSocketAddress;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;

/**
 * The part of Kraken's WebSocket v2 protocol that a client needs to receive trades of one pair: status, acknowledgements and pongs.
 * The first subscription to the trade channel starts the sender thread. Uses no plugin code.
 */
abstract class TradeServer extends WebSocketServer {

    static final String SYMBOL = "BTC/USD";

    /** Event times in microseconds. */
    static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final Pattern CHANNEL = Pattern.compile("\"channel\":\"(\\w+)\"");
    private static final Pattern REQUEST = Pattern.compile("\"req_id\":(\\d+)");

    private final CountDownLatch started = new CountDownLatch(1);
    private final String senderName;
    private volatile @Nullable Thread sender;

    /** @param senderName name of the sender thread */
    TradeServer(String senderName) {
        super(new InetSocketAddress("127.0.0.1", 0), 1);
        this.senderName = senderName;
        setReuseAddr(true);
        setTcpNoDelay(true);
        setConnectionLostTimeout(0);
        setDaemon(true);
    }

    /** Sends all trades to the client. Runs on the sender thread. */
    abstract void sendTrades(WebSocket client);

    void startAndWait() throws InterruptedException {
        start();
        started.await();
    }

    String url() {
        return "ws://127.0.0.1:" + getPort() + "/v2";
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
                Thread thread = new Thread(() -> sendTrades(client), senderName);
                thread.setDaemon(true);
                sender = thread;
                thread.start();
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
