package io.pulsefeed.article.fetch;

import io.pulsefeed.article.config.FetchConfig;
import io.pulsefeed.article.config.NetworkConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.StreamClosedException;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends single HTTP requests without redirects or retries. A deadline aborts the whole exchange; a socket
 * timeout alone does not end a response body that arrives slowly.
 */
final class HttpTransport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);

    private final CloseableHttpClient client;
    /** Null without a proxy. */
    private final @Nullable ProxyTargets proxied;

    private final FetchConfig settings;
    private final FetchCounters counters;
    private final Set<HttpGet> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService deadlines;
    private volatile boolean closed;

    /** @throws IllegalArgumentException if the file of trusted certificates cannot be read */
    HttpTransport(
            FetchConfig settings,
            NetworkConfig network,
            DnsResolver resolver,
            FetchCounters counters,
            String threadName) {
        this.settings = settings;
        this.counters = counters;
        this.proxied = network.proxy() == null ? null : new ProxyTargets(network, resolver);
        this.client = HttpClientFactory.create(settings, network, proxied == null ? resolver : proxied);
        this.deadlines = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * @param headers of the site of {@code url}
     * @param limit maximum body size in bytes, after decompression
     * @throws PrivateAddressException if the host resolves to an address that is not permitted; no data was sent
     * @throws IOException if no complete response was received in time
     */
    HttpResponse get(
            URI url,
            FetchRequest.Purpose purpose,
            CacheValidators validators,
            @Nullable String language,
            SiteHeaders headers,
            int limit)
            throws IOException {
        if (proxied != null) {
            proxied.check(url);
        }
        HttpGet get = new HttpGet(url);
        headers.byName().forEach(get::setHeader);
        get.setHeader("Accept", purpose.accept());
        get.setHeader("Accept-Encoding", "gzip");
        header(get, "Accept-Language", language);
        header(get, "If-None-Match", validators.etag());
        header(get, "If-Modified-Since", validators.lastModified());
        AtomicBoolean timedOut = new AtomicBoolean();
        running.add(get);
        Future<?> deadline = deadlines.schedule(
                () -> {
                    timedOut.set(true);
                    get.cancel();
                },
                settings.requestTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            if (closed) {
                throw new IOException("the connector is stopping");
            }
            HttpHost target = new HttpHost(url.getScheme(), url.getHost(), url.getPort());
            ClassicHttpResponse response = client.executeOpen(target, get, null);
            @Nullable HttpResponse result = null;
            try {
                result = read(response, purpose, limit);
                return result;
            } finally {
                close(get, response, result);
            }
        } catch (IOException e) {
            if (timedOut.get()) {
                throw new IOException(
                        "no complete response within "
                                + settings.requestTimeout().toMillis() + " ms",
                        e);
            }
            throw e;
        } finally {
            deadline.cancel(false);
            running.remove(get);
        }
    }

    private static void close(HttpGet get, ClassicHttpResponse response, @Nullable HttpResponse result) {
        if (result == null || !result.fullyRead()) {
            // close() alone would read the rest of the body to reuse the connection.
            get.cancel();
        }
        try {
            response.close();
        } catch (IOException e) {
            // Expected after cancel(); the required part of the response has been read.
            LOG.trace("Failed to close {}", get, e);
        }
    }

    private HttpResponse read(ClassicHttpResponse response, FetchRequest.Purpose purpose, int limit)
            throws IOException {
        HttpEntity entity = response.getEntity();
        @Nullable String encoding = entity == null ? null : entity.getContentEncoding();
        Optional<ContentCoding> coding = ContentCoding.of(encoding);
        @Nullable String type = entity == null ? null : entity.getContentType();
        boolean readBody = HttpResponse.isOk(response.getCode())
                && coding.isPresent()
                && (purpose != FetchRequest.Purpose.PAGE || isText(type));
        BodyReader.Body body = new BodyReader.Body(new byte[0], false);
        boolean fullyRead = entity == null;
        if (readBody && entity != null) {
            InputStream raw = entity.getContent();
            body = BodyReader.read(raw, coding.get(), limit);
            fullyRead = !body.truncated() && (coding.get() == ContentCoding.IDENTITY || isExhausted(raw));
            if (purpose == FetchRequest.Purpose.LIST && !body.truncated()) {
                body = BodyReader.gunzip(body.bytes(), limit);
            }
            counters.bytesRead(body.bytes().length);
        }
        return new HttpResponse(
                response.getCode(),
                value(response, "Location"),
                value(response, "Content-Location"),
                type,
                value(response, "ETag"),
                value(response, "Last-Modified"),
                value(response, "Cache-Control"),
                value(response, "Retry-After"),
                value(response, "cf-mitigated"),
                coding.isPresent() ? null : encoding,
                readBody,
                body.bytes(),
                body.truncated(),
                fullyRead);
    }

    /** A connection cannot be reused if bytes follow the compressed stream. */
    private static boolean isExhausted(InputStream raw) throws IOException {
        try {
            return raw.read() < 0;
        } catch (StreamClosedException e) {
            return true;
        }
    }

    /** A missing type counts as text; the extractor detects binary content. */
    static boolean isText(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return true;
        }
        String type = contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("text/") || type.contains("html") || type.contains("xml");
    }

    private static void header(HttpGet get, String name, @Nullable String value) {
        if (value != null) {
            get.setHeader(name, value);
        }
    }

    private static @Nullable String value(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /** Aborts all running exchanges. */
    @Override
    public void close() {
        closed = true;
        running.forEach(HttpGet::cancel);
        client.close(CloseMode.IMMEDIATE);
        deadlines.shutdownNow();
    }
}
