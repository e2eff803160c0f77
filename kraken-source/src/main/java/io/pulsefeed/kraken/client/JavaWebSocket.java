package io.pulsefeed.kraken.client;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.IProtocol;
import org.java_websocket.protocols.Protocol;

/**
 * A {@link KrakenSocket} on Java-WebSocket. Its {@code close} and {@code reconnect} methods wait for the peer's close frame, which
 * a dead peer never sends, so they are not used; nor is its watchdog, which counts pong frames only and not data.
 */
final class JavaWebSocket implements KrakenSocket {

    /** Larger than any frame of the venue; the library's own limit is 2 GiB. */
    private static final int MAX_FRAME = 16 << 20;

    private final Client client;

    JavaWebSocket(URI url, Duration connectTimeout, Runnable readerSetup, Listener listener) {
        client = new Client(url, (int) connectTimeout.toMillis(), readerSetup, listener);
    }

    static Factory factory(URI url, Duration connectTimeout, Runnable readerSetup) {
        return listener -> new JavaWebSocket(url, connectTimeout, readerSetup, listener);
    }

    /** Without a time limit the library would wait for ever on a server that accepts and never answers. */
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
                // Frees the reader at once, even one that still waits for the TCP connection.
                socket.close();
            } catch (IOException e) {
                // The connection is to end, and it did.
                return;
            }
        }
    }

    private static final class Client extends WebSocketClient {

        private final Listener listener;
        private final Runnable readerSetup;
        private String failure;

        Client(URI url, int connectTimeoutMillis, Runnable readerSetup, Listener listener) {
            super(
                    url,
                    new Draft_6455(List.of(), List.<IProtocol>of(new Protocol("")), MAX_FRAME),
                    Map.of(),
                    connectTimeoutMillis);
            this.listener = listener;
            this.readerSetup = readerSetup;
            setDaemon(true);
            setTcpNoDelay(true);
            setConnectionLostTimeout(0);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            readerSetup.run();
        }

        @Override
        public void onMessage(String frame) {
            listener.text(frame);
        }

        @Override
        public void onMessage(ByteBuffer frame) {
            // The protocol knows no binary frames; the text path counts this one as damage.
            listener.text("");
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            boolean unexplained = reason == null || reason.isEmpty();
            listener.closed(code, unexplained ? failure == null ? "no reason given" : failure : reason);
        }

        @Override
        public void onError(Exception error) {
            failure = error.toString();
        }
    }
}
