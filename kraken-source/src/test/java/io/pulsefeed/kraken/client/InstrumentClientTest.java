package io.pulsefeed.kraken.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The connection for Kraken's list of pairs, against servers that do not behave as documented. */
class InstrumentClientTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SNAPSHOT = "{\"channel\":\"instrument\",\"type\":\"snapshot\",\"data\":{\"assets\":[],"
            + "\"pairs\":[{\"symbol\":\"BTC/USD\",\"status\":\"online\"}]}}";
    private static final String HEARTBEAT = "{\"channel\":\"heartbeat\"}";

    private final List<Long> openedNs = new CopyOnWriteArrayList<>();
    private final List<Long> snapshotsNs = new CopyOnWriteArrayList<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private final Timer timer = new Timer(true);
    private InstrumentClient client;
    private WebSocketServer server;

    @AfterEach
    void stop() throws InterruptedException {
        timer.cancel();
        client.stop();
        server.stop(1000);
    }

    private void start(boolean answers) throws InterruptedException {
        server = new WebSocketServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)) {
            @Override
            public void onOpen(WebSocket socket, ClientHandshake handshake) {
                openedNs.add(System.nanoTime());
            }

            @Override
            public void onMessage(WebSocket socket, String text) {
                if (answers) {
                    socket.send(SNAPSHOT);
                    socket.close(1013, "try again later");
                }
            }

            @Override
            public void onClose(WebSocket socket, int code, String reason, boolean remote) {
                // The client connects again.
            }

            @Override
            public void onError(WebSocket socket, Exception error) {
                // A connection that the client has aborted.
            }

            @Override
            public void onStart() {
                started.countDown();
            }
        };
        server.start();
        started.await();
        client = new InstrumentClient(
                "test",
                new KrakenSourceConnectorConfig(Map.of(
                                "pairs", "*/USD",
                                "kraken.ws.url", "ws://127.0.0.1:" + server.getPort() + "/v2",
                                "kraken.answer.timeout.ms", "500"))
                        .endpoint(),
                (update, size, received) -> snapshotsNs.add(System.nanoTime()),
                Clock.systemUTC());
        client.start();
    }

    /** All connections of the worker share a limit of attempts, so this one must not use it up. */
    @Test
    void slowsDownWhenEachConnectionEndsAfterItsSnapshot() throws InterruptedException {
        start(true);
        await().atMost(LIMIT).until(() -> openedNs.size() >= 4);
        assertThat(snapshotsNs).isNotEmpty();
        assertThat(Duration.ofNanos(openedNs.get(3) - openedNs.get(0))).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void reconnectsWhenOnlyHeartbeatsFollowTheSubscription() throws InterruptedException {
        start(false);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        server.broadcast(HEARTBEAT);
                    }
                },
                0,
                50);
        await().atMost(LIMIT).until(() -> openedNs.size() >= 2);
    }
}
