package io.pulsefeed.kraken.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The JDK's older HTTP client, chosen because it has no threads of its own which would outlive a deleted connector. At one request
 * per second a connection per request costs nothing that matters.
 */
final class JdkHttpGet implements HttpGet {

    /** The largest page of trades has about 100 KB. */
    private static final int MAX_BODY = 8 << 20;

    private final Duration timeout;
    private final LongSupplier nanoTime;
    private volatile HttpURLConnection current;
    private volatile boolean closed;

    JdkHttpGet(Duration timeout, LongSupplier nanoTime) {
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    @Override
    public Answer get(String address) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("User-Agent", "pulsefeed-kraken-source");
        current = connection;
        try {
            if (closed) {
                throw new IOException("stopped");
            }
            int status = connection.getResponseCode();
            return new Answer(
                    status, connection.getHeaderField("Retry-After"), status == 200 ? body(connection, address) : "");
        } finally {
            connection.disconnect();
            current = null;
        }
    }

    /** Reads with an end: a peer that sends a byte now and then would keep a plain read timeout from ever firing. */
    private String body(HttpURLConnection connection, String address) throws IOException {
        long deadline = nanoTime.getAsLong() + 2 * timeout.toNanos();
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        byte[] buffer = new byte[1 << 13];
        try (InputStream in = connection.getInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                if (out.size() > MAX_BODY) {
                    throw new IOException(address + " answered with more than " + MAX_BODY + " bytes");
                }
                if (nanoTime.getAsLong() - deadline > 0) {
                    throw new IOException(address + " did not finish its answer in time");
                }
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closed = true;
        HttpURLConnection connection = current;
        if (connection != null) {
            connection.disconnect();
        }
    }
}
