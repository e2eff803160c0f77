package io.pulsefeed.timescale;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy that drops the response of PostgreSQL to a COMMIT and closes the connection, so that the transaction is committed
 * but the client does not know.
 */
public final class CuttingProxy implements Closeable {

    private static final byte[] COMMITTED = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final String host;
    private final int port;
    private final AtomicInteger commitsUntilCut = new AtomicInteger(-1);
    private final AtomicInteger cuts = new AtomicInteger();

    public CuttingProxy(String host, int port) {
        this(host, port, 0);
    }

    public CuttingProxy(String host, int port, int listenOn) {
        this.host = host;
        this.port = port;
        try {
            this.listener = new ServerSocket(listenOn, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int cuts() {
        return cuts.get();
    }

    /** Forwards the responses to {@code commits} commits and drops the next one. */
    public void cutAfter(int commits) {
        commitsUntilCut.set(commits);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(host, port);
                start(() -> pump(client, server, false));
                start(() -> pump(server, client, true));
            } catch (IOException e) {
                // The listener was closed, or the server is unreachable: the connection of the client ends.
            }
        }
    }

    private void pump(Socket from, Socket to, boolean fromServer) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int length;
            while ((length = in.read(buffer)) >= 0) {
                if (fromServer && holdsCommit(buffer, length) && commitsUntilCut.getAndDecrement() == 0) {
                    cuts.incrementAndGet();
                    return;
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            // The other direction closed both sockets.
        }
    }

    private static boolean holdsCommit(byte[] buffer, int length) {
        for (int i = 0; i + COMMITTED.length <= length; i++) {
            int j = 0;
            while (j < COMMITTED.length && buffer[i + j] == COMMITTED[j]) {
                j++;
            }
            if (j == COMMITTED.length) {
                return true;
            }
        }
        return false;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
