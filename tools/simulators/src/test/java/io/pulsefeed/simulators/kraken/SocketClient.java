package io.pulsefeed.simulators.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;

/** A client that shares no code with the simulator's server. */
final class SocketClient extends WebSocketClient {

    private final List<String> frames = new CopyOnWriteArrayList<>();
    private volatile int closeCode;
    private volatile String closeReason = "";

    SocketClient(String url) {
        super(URI.create(url));
        setConnectionLostTimeout(0);
    }

    static SocketClient connect(String url) throws InterruptedException {
        SocketClient client = new SocketClient(url);
        assertThat(client.connectBlocking(5, TimeUnit.SECONDS)).isTrue();
        return client;
    }

    void subscribe(String channel, boolean snapshot, String symbol) {
        send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"" + channel + "\",\"symbol\":[\"" + symbol
                + "\"],\"snapshot\":" + snapshot + "}}");
    }

    List<String> frames() {
        return frames;
    }

    int closeCode() {
        return closeCode;
    }

    String closeReason() {
        return closeReason;
    }

    List<Long> tradeIds(String symbol) {
        List<Long> ids = new ArrayList<>();
        for (String text : frames) {
            if (text.startsWith("{\"channel\":\"trade\"")) {
                for (JsonNode element : Client.parse(text).path("data")) {
                    if (element.path("symbol").asText().equals(symbol)) {
                        ids.add(element.path("trade_id").asLong());
                    }
                }
            }
        }
        return ids;
    }

    @Override
    public void onOpen(ServerHandshake handshake) {}

    @Override
    public void onMessage(String message) {
        frames.add(message);
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
        closeCode = code;
        closeReason = reason;
    }

    @Override
    public void onError(Exception e) {}
}
