package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.wire.RestParser;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import io.pulsefeed.kraken.wire.VenueRefusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Asks REST, one request at a time. It uses the JDK's older HTTP client on purpose: that one has no threads of its own which would
 * outlive a deleted connector, and at one request per second a connection per request costs nothing that matters.
 */
final class RestClient {

    /** The largest page of trades has about 100 KB; the list of all pairs, which we do not ask for, 700 KB. */
    private static final int MAX_BODY = 8 << 20;

    private static final long MAX_RETRY_AFTER_SECONDS = 3600;

    private final URI base;
    private final Duration timeout;
    private final LongSupplier nanoTime;
    private volatile HttpURLConnection current;
    private volatile boolean closed;

    RestClient(URI base, Duration timeout, LongSupplier nanoTime) {
        this.base = base;
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    /**
     * @throws Throttled when the venue found us too fast
     * @throws IOException when it could not be asked, or refused; the message names the address and what came back
     */
    TradesPage trades(TradesQuery query) throws IOException {
        String path = "/0/public/Trades?pair=" + encoded(query.pair().restName());
        if (query.sinceNanos() != TradesQuery.NEWEST) {
            path += "&since=" + query.sinceNanos() + "&count=" + RestParser.PAGE_ROWS;
        }
        String address = base.toString().endsWith("/") ? base + path.substring(1) : base + path;
        try {
            return RestParser.tradesPage(query.pair(), get(address));
        } catch (VenueRefusal e) {
            if (e.kind() == VenueRefusal.Kind.THROTTLED) {
                throw new Throttled(address + " answered: " + e.getMessage(), Duration.ZERO);
            }
            throw e;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String get(String address) throws IOException {
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
            if (status == 429 || status == 403) {
                throw new Throttled(address + " answered HTTP " + status, retryAfter(connection));
            }
            if (status != 200) {
                throw new IOException(address + " answered HTTP " + status);
            }
            try (InputStream in = connection.getInputStream()) {
                return body(in, address);
            }
        } finally {
            connection.disconnect();
            current = null;
        }
    }

    /** Reads with an end: a peer that sends a byte now and then would keep a plain read timeout from ever firing. */
    private String body(InputStream in, String address) throws IOException {
        long deadline = nanoTime.getAsLong() + 2 * timeout.toNanos();
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        byte[] buffer = new byte[1 << 13];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            if (out.size() > MAX_BODY) {
                throw new IOException(address + " answered with more than " + MAX_BODY + " bytes");
            }
            if (nanoTime.getAsLong() - deadline > 0) {
                throw new IOException(address + " did not finish its answer in time");
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Duration retryAfter(HttpURLConnection connection) {
        String value = connection.getHeaderField("Retry-After");
        if (value == null || value.isEmpty() || value.length() > 9) {
            return Duration.ZERO;
        }
        try {
            return Duration.ofSeconds(Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(0, Long.parseLong(value.strip()))));
        } catch (NumberFormatException e) {
            // A date instead of seconds; our own pause will do.
            return Duration.ZERO;
        }
    }

    /** Ends the request under way, if any, and every later one. Any thread may call it. */
    void close() {
        closed = true;
        HttpURLConnection connection = current;
        if (connection != null) {
            connection.disconnect();
        }
    }

    /** Asked too often. */
    static final class Throttled extends IOException {

        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        Throttled(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        Duration retryAfter() {
            return retryAfter;
        }
    }
}
