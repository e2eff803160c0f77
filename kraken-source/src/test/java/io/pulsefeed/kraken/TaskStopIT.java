package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A deleted connector leaves nothing behind, whatever the other end does. */
class TaskStopIT {

    private final List<Socket> accepted = Collections.synchronizedList(new ArrayList<>());
    private ServerSocket mute;

    @BeforeEach
    void listenAndNeverAnswer() throws IOException {
        mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(() -> {
            try {
                while (true) {
                    accepted.add(mute.accept());
                }
            } catch (IOException e) {
                // The test is over.
                return;
            }
        });
        acceptor.setDaemon(true);
        acceptor.start();
    }

    @AfterEach
    void close() throws IOException {
        mute.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("stop-it") || name.startsWith("WebSocket"))
                .collect(Collectors.toList());
    }

    @Test
    void endsAllThreadsAndSocketsWithinTwoSecondsAgainstAMuteServer() throws Exception {
        String address = "127.0.0.1:" + mute.getLocalPort();
        KrakenSourceTask task = new KrakenSourceTask();
        task.initialize(new InMemoryTaskContext());
        task.start(Map.of(
                "name", "stop-it",
                "pairs", "XBT/USD",
                "trade.start", "2026-01-01T00:00:00Z",
                "kraken.ws.url", "ws://" + address + "/v2",
                "kraken.rest.url", "http://" + address));
        // One socket is the handshake without an answer, the other the REST request without an answer.
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            task.poll();
            return accepted.size() >= 2;
        });
        long begun = System.nanoTime();
        task.stop();
        await().atMost(Duration.ofSeconds(2)).until(() -> threads().isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        for (Socket socket : List.copyOf(accepted)) {
            socket.setSoTimeout(2000);
            while (socket.getInputStream().read() >= 0) {
                // Reads what the task had sent, up to the end that its closing makes.
                continue;
            }
        }
    }

    @Test
    void stopsAfterAStartThatFailed() {
        KrakenSourceTask task = new KrakenSourceTask();
        task.stop();
        assertThat(threads()).isEmpty();
    }
}
