package io.pulsefeed.kraken.client;

import io.pulsefeed.commons.time.MonotonicClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@link HttpGet} on {@link HttpURLConnection}, which has no threads that could outlive a deleted connector. At one request per
 * second, a connection per request is cheap enough.
 */
final class JdkHttpGet implements HttpGet {

    /** A full page of trades has about 100 KB. */
    private static final int MAX_BODY_BYTES = 8 << 20;

    private final Duration timeout;
    private final MonotonicClock monotonic;
    private volatile @Nullable HttpURLConnection current;
    private volatile boolean closed;

    JdkHttpGet(Duration timeout, MonotonicClock monotonic) {
        this.timeout = timeout;
        this.monotonic = monotonic;
    }

    @Override
    public Response get(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
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
            return new Response(
                    status, connection.getHeaderField("Retry-After"), status == 200 ? readBody(connection, url) : "");
        } finally {
            connection.disconnect();
            current = null;
        }
    }

    /** Reads until a deadline, because a peer that sends single bytes never triggers the read timeout. */
    private String readBody(HttpURLConnection connection, String url) throws IOException {
        long deadlineMonoNs = monotonic.nowNs() + 2 * timeout.toNanos();
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        byte[] buffer = new byte[1 << 13];
        try (InputStream in = connection.getInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                if (out.size() > MAX_BODY_BYTES) {
                    throw new IOException(url + " returned more than " + MAX_BODY_BYTES + " bytes");
                }
                if (monotonic.nowNs() - deadlineMonoNs > 0) {
                    throw new IOException(url + " did not complete its response within the timeout");
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
