package io.pulsefeed.article.fetch;

import io.pulsefeed.article.config.FetchKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.StreamClosedException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one URL once: no redirects, cookies, credentials or retries of its own. A deadline cuts the exchange off wherever it
 * is, which a socket timeout alone does not do for a body that drips.
 */
final class Exchanger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Exchanger.class);
    private static final int LINE_MAX = 16 << 10;
    private static final int HEADERS_MAX = 200;

    private final CloseableHttpClient client;
    private final FetchKeys settings;
    private final FetchCounters counters;
    private final Set<HttpGet> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService deadlines;
    private volatile boolean closed;

    Exchanger(FetchKeys settings, DnsResolver resolver, FetchCounters counters, String threadName) {
        this.settings = settings;
        this.counters = counters;
        this.client = client(settings, resolver);
        this.deadlines = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
    }

    private static CloseableHttpClient client(FetchKeys settings, DnsResolver resolver) {
        Timeout connect = Timeout.of(settings.connectTimeout());
        Timeout silence = Timeout.of(settings.requestTimeout());
        return HttpClients.custom()
                .setUserAgent(settings.userAgent())
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setMaxConnTotal(256)
                        .setMaxConnPerRoute(2)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(silence)
                                .setTimeToLive(TimeValue.ofMinutes(2))
                                .build())
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(Http1Config.custom()
                                        .setMaxLineLength(LINE_MAX)
                                        .setMaxHeaderCount(HEADERS_MAX)
                                        .build())
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(silence)
                        .setResponseTimeout(silence)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .evictExpiredConnections()
                .evictIdleConnections(TimeValue.ofSeconds(30))
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableAutomaticRetries()
                .build();
    }

    /**
     * @throws PrivateAddressException when the host leads to an address that may not be connected to; nothing was sent
     * @throws IOException when no whole answer came in time
     */
    Reply ask(URI url, FetchRequest.Purpose purpose, Validators validators, String language, int limit)
            throws IOException {
        HttpGet get = new HttpGet(url);
        get.setHeader("Accept", purpose.accept());
        get.setHeader("Accept-Encoding", "gzip");
        header(get, "Accept-Language", language);
        header(get, "If-None-Match", validators.etag());
        header(get, "If-Modified-Since", validators.lastModified());
        AtomicBoolean late = new AtomicBoolean();
        running.add(get);
        Future<?> deadline = deadlines.schedule(
                () -> {
                    late.set(true);
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
            Reply reply = null;
            try {
                reply = read(response, purpose, limit);
                return reply;
            } finally {
                end(get, response, reply);
            }
        } catch (IOException e) {
            if (late.get()) {
                throw new IOException(
                        "no whole answer within " + settings.requestTimeout().toMillis() + " ms", e);
            }
            throw e;
        } finally {
            deadline.cancel(false);
            running.remove(get);
        }
    }

    private static void end(HttpGet get, ClassicHttpResponse response, Reply reply) {
        if (reply == null || !reply.atEnd()) {
            // Closing alone would read the rest of an endless body to keep the connection.
            get.cancel();
        }
        try {
            response.close();
        } catch (IOException e) {
            // The exchange was cut off on purpose; what was wanted of it has been read.
            LOG.trace("Closing {} failed", get, e);
        }
    }

    private Reply read(ClassicHttpResponse response, FetchRequest.Purpose purpose, int limit) throws IOException {
        HttpEntity entity = response.getEntity();
        String coding = entity == null || entity.getContentEncoding() == null
                ? ""
                : entity.getContentEncoding().toLowerCase(Locale.ROOT);
        boolean gzip = coding.equals("gzip") || coding.equals("x-gzip");
        String type = entity == null ? null : entity.getContentType();
        boolean known = gzip || coding.isEmpty() || coding.equals("identity");
        boolean wanted = response.getCode() == 200 && known && (purpose != FetchRequest.Purpose.PAGE || isText(type));
        BodyReader.Body body = new BodyReader.Body(new byte[0], false);
        boolean atEnd = entity == null;
        if (wanted && entity != null) {
            InputStream raw = entity.getContent();
            body = BodyReader.read(raw, gzip, limit);
            atEnd = !body.cut() && (!gzip || isDrained(raw));
            if (purpose == FetchRequest.Purpose.LIST && !body.cut()) {
                body = BodyReader.unwrap(body.bytes(), limit);
            }
            counters.bytes(body.bytes().length);
        }
        return new Reply(
                response.getCode(),
                value(response, "Location"),
                value(response, "Content-Location"),
                type,
                value(response, "ETag"),
                value(response, "Last-Modified"),
                value(response, "Cache-Control"),
                value(response, "Retry-After"),
                value(response, "cf-mitigated"),
                wanted,
                body.bytes(),
                body.cut(),
                atEnd);
    }

    /** Behind a gzip stream a few bytes may be left; the connection is only reused when there are none. */
    private static boolean isDrained(InputStream raw) throws IOException {
        try {
            return raw.read() < 0;
        } catch (StreamClosedException e) {
            return true;
        }
    }

    /** A missing type is given the benefit of the doubt: the extractor finds no text in what is none. */
    static boolean isText(String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return true;
        }
        String type = contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("text/") || type.contains("html") || type.contains("xml");
    }

    private static void header(HttpGet get, String name, String value) {
        if (value != null) {
            get.setHeader(name, value);
        }
    }

    private static String value(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /** Ends every exchange that is under way, from any thread. */
    @Override
    public void close() {
        closed = true;
        running.forEach(HttpGet::cancel);
        client.close(CloseMode.IMMEDIATE);
        deadlines.shutdownNow();
    }
}
