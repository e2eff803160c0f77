package io.pulsefeed.article.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A server in the private network that counts connections and received bytes. */
final class ByteCounter implements AutoCloseable {

    private final ServerSocket server = new ServerSocket();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    ByteCounter(int port) throws IOException {
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread thread = new Thread(this::count, "byte-counter");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    long bytes() {
        return bytes.get();
    }

    private void count() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept();
                    InputStream in = socket.getInputStream()) {
                connections.incrementAndGet();
                socket.setSoTimeout(2_000);
                byte[] block = new byte[8_192];
                for (int n = in.read(block); n >= 0; n = in.read(block)) {
                    bytes.addAndGet(n);
                }
            } catch (IOException e) {
                // The client disconnected or this server was closed; the bytes are already counted.
                continue;
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
