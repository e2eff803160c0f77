package io.pulsefeed.kraken.client;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/**
 * {@link KrakenSocket} on Java-WebSocket. The library's {@code close} and {@code reconnect} methods wait for the peer's close frame,
 * which a dead peer never sends, so they are not used. Its watchdog counts only pong frames and not data, so it is disabled.
 */
final class JavaWebSocket implements KrakenSocket {

    /** Larger than any frame that Kraken sends; the library's default is 2 GiB. */
    private static final int MAX_FRAME_BYTES = 16 << 20;

    private final Client client;

    JavaWebSocket(URI url, Duration connectTimeout, Runnable readerSetup, Listener listener) {
        client = new Client(url, (int) connectTimeout.toMillis(), readerSetup, listener);
    }

    static Factory factory(URI url, Duration connectTimeout, Runnable readerSetup) {
        return listener -> new JavaWebSocket(url, connectTimeout, readerSetup, listener);
    }

    /** Passes a timeout, because without one the library waits forever for a server that accepts and never answers. */
    @Override
    public boolean open(Duration timeout) throws InterruptedException {
        return client.connectBlocking(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean send(String text) {
        try {
            client.send(text);
            return true;
        } catch (WebsocketNotConnectedException e) {
            return false;
        }
    }

    @Override
    public void abort(String reason) {
        client.closeConnection(CloseFrame.ABNORMAL_CLOSE, reason);
        Socket socket = client.getSocket();
        if (socket != null) {
            try {
                // Unblocks the reader thread, even during the TCP connect.
                socket.close();
            } catch (IOException e) {
                // The socket is closed either way.
                return;
            }
        }
    }

    private static final class Client extends WebSocketClient {

        private final Listener listener;
        private final Runnable readerSetup;
        private @Nullable String failure;

        Client(URI url, int connectTimeoutMillis, Runnable readerSetup, Listener listener) {
            this(url, connectTimeoutMillis, readerSetup, listener, new AtomicReference<>());
        }

        private Client(
                URI url,
                int connectTimeoutMillis,
                Runnable readerSetup,
                Listener listener,
                AtomicReference<Client> self) {
            super(
                    url,
                    new QuietDraft(MAX_FRAME_BYTES, reason -> self.get().onDamage(reason)),
                    Map.of(),
                    connectTimeoutMillis);
            self.set(this);
            this.listener = listener;
            this.readerSetup = readerSetup;
            setDaemon(true);
            setTcpNoDelay(true);
            setConnectionLostTimeout(0);
        }

        private void onDamage(String reason) {
            closeConnection(CloseFrame.PROTOCOL_ERROR, "damaged frame: " + reason);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            readerSetup.run();
        }

        @Override
        public void onMessage(String frame) {
            listener.onText(frame);
        }

        @Override
        public void onMessage(ByteBuffer frame) {
            // Kraken sends no binary frames. A text that is not JSON counts as a malformed frame.
            listener.onText("binary frame of " + frame.remaining() + " bytes");
        }

        @Override
        public void onClose(int code, @Nullable String reason, boolean remote) {
            String fallback = failure == null ? "no reason given" : failure;
            listener.onClosed(code, reason == null || reason.isEmpty() ? fallback : reason);
        }

        @Override
        public void onError(Exception error) {
            failure = error.toString();
        }
    }
}
