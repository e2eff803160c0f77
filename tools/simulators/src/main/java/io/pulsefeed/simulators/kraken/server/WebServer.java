package io.pulsefeed.simulators.kraken.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * HTTP/1.1 and WebSocket (RFC 6455) on one port. Hand-written: a simulator must be able to break the protocol at
 * any byte, which standard servers do not allow.
 */
public final class WebServer implements Closeable {

    private static final int BACKLOG = 512;
    private static final int MAX_CONNECTIONS = 1_000;
    private static final long RETRY_NS = 10_000_000L;

    private final ServerSocket socket;
    private final Handler handler;
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private WebServer(ServerSocket socket, Handler handler) {
        this.socket = socket;
        this.handler = handler;
    }

    /** Listens on {@code port} of {@code address}; port 0 selects a free port. */
    public static WebServer start(InetAddress address, int port, Handler handler) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port), BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw new IOException(
                    "Cannot listen on " + address.getHostAddress() + ":" + port + " (" + e.getMessage()
                            + "). Another program may use the port; stop it or choose another port.",
                    e);
        }
        WebServer server = new WebServer(socket, handler);
        Thread acceptor = new Thread(server::accept, "kraken-simulator-accept-" + socket.getLocalPort());
        acceptor.setDaemon(true);
        acceptor.start();
        return server;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Stops listening and closes all connections immediately. */
    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            // The listening socket is closed either way.
        }
        connections.forEach(ServerConnection::abort);
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = socket.accept();
                client.setTcpNoDelay(true);
                if (connections.size() >= MAX_CONNECTIONS) {
                    client.close();
                    continue;
                }
                ServerConnection connection = new ServerConnection(client, handler, connections::remove);
                connections.add(connection);
                connection.start();
                if (closed) {
                    connection.abort();
                }
            } catch (IOException e) {
                // The server is closed, the client disconnected during accept, or no file handle is left.
                LockSupport.parkNanos(RETRY_NS);
            }
        }
    }
}
