package io.pulsefeed.article.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.AcceleratedClock;
import io.pulsefeed.article.config.ArticleSourceConnectorConfig;
import io.pulsefeed.article.fetch.FetchRequest.Purpose;
import io.pulsefeed.article.fetch.FetchResult.Outcome;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.simulators.news.Hit;
import io.pulsefeed.simulators.news.NewsSite;
import io.pulsefeed.simulators.news.RobotsMode;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The name {@code public.test} resolves to a public address for the address policy; the connection then goes to the simulated
 * site. All other names and literals are resolved normally.
 */
class FetcherIT {

    private static final String PUBLIC = "93.184.216.34";

    private final AtomicInteger rebindLookups = new AtomicInteger();
    private NewsSite site;
    private NewsSite inner;
    private Fetcher fetcher;

    @BeforeEach
    void start() throws Exception {
        site = NewsSite.start(3);
        inner = NewsSite.start(3);
        site.privateTarget(URI.create("http://127.0.0.1:" + inner.port() + "/secret"));
        fetcher = fetcher(Map.of());
    }

    @AfterEach
    void stop() {
        fetcher.close();
        site.close();
        inner.close();
    }

    private Fetcher fetcher(Map<String, String> changes) {
        return fetcher(changes, new AcceleratedClock(1000));
    }

    private Fetcher fetcher(Map<String, String> changes, MonotonicClock clock) {
        Map<String, String> properties = new HashMap<>(
                Map.of("min.delay.ms", "0", "http.request.timeout.ms", "1500", "http.connect.timeout.ms", "1000"));
        properties.putAll(changes);
        ArticleSourceConnectorConfig config = new ArticleSourceConnectorConfig(properties);
        DnsResolver filtering = new FilteringResolver(this::lookup, new AddressPolicy(false));
        return new Fetcher(
                config.fetch(),
                config.network(),
                config.politeness(),
                redirectedToSite(filtering),
                Clock.systemUTC(),
                clock,
                FetchCounters.NONE,
                "test");
    }

    private InetAddress[] lookup(String host) throws UnknownHostException {
        if (host.equals("rebind.test")) {
            return InetAddress.getAllByName(rebindLookups.getAndIncrement() == 0 ? PUBLIC : "127.0.0.1");
        }
        if (host.equals("mixed.test")) {
            return new InetAddress[] {InetAddress.getByName(PUBLIC), InetAddress.getByName("10.0.0.1")};
        }
        return InetAddress.getAllByName(host.endsWith(".test") ? PUBLIC : host);
    }

    private static DnsResolver redirectedToSite(DnsResolver filtering) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                InetAddress[] checked = filtering.resolve(host);
                return checked[0].getHostAddress().equals(PUBLIC)
                        ? new InetAddress[] {InetAddress.getByName("127.0.0.1")}
                        : checked;
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    private FetchResult fetch(String path, Purpose purpose) throws InterruptedException {
        return fetch("public.test", path, purpose, CacheValidators.NONE);
    }

    /** The host rules allow all hosts, so that only the address check can refuse a request. */
    private FetchResult fetch(String host, String path, Purpose purpose, CacheValidators validators)
            throws InterruptedException {
        HostRules rules = new HostRules(
                List.of(
                        "*.test",
                        "127.0.0.1:" + inner.port(),
                        "2130706433",
                        "0177.0.0.1",
                        "[::1]",
                        "0",
                        "169.254.169.254",
                        "[::ffff:127.0.0.1]"),
                List.of(URI.create("http://public.test:" + site.port() + "/")));
        URI url = URI.create("http://" + host + ":" + site.port() + path);
        return fetcher.fetch(
                new FetchRequest(url, purpose, validators, rules, Duration.ZERO, null, SiteHeaders.NONE, false));
    }

    @ParameterizedTest
    @CsvSource({
        "/lists/feed.cgi, /lists/feed.cgi",
        "http://www.test/x/, http://www.test/x/",
        "http://backend:8080/x/, /served",
        "http://10.0.0.9/, /served",
        "http://[, /served"
    })
    void usesContentLocationOfSameSiteAsBase(String location, String base) throws Exception {
        site.serve("/served", 200, Map.of("Content-Location", location), "<rss/>".getBytes(StandardCharsets.UTF_8));
        URI url = URI.create("http://public.test:" + site.port() + "/served");

        FetchResult result = fetch("/served", Purpose.LIST);

        assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.OK);
        assertThat(result.base()).isEqualTo(url.resolve(base));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/to-private",
                "/to-metadata",
                "/to-encoded-loopback",
                "/to-octal-loopback",
                "/to-hex-loopback",
                "/to-v6-loopback",
                "/to-mapped-loopback",
                "/to-any",
                "/to-file"
            })
    void neverConnectsToPrivateTargets(String path) throws Exception {
        for (Purpose purpose : List.of(Purpose.PAGE, Purpose.LIST)) {
            FetchResult result = fetch(path, purpose);
            assertThat(result.outcome()).as(result.detail()).isIn(Outcome.REFUSED, Outcome.BLOCKED);
            assertThat(result.body()).isEmpty();
        }
        assertThat(inner.hits()).isEmpty();
        assertThat(site.hits(path)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "/to-private, PRIVATE_ADDRESS",
        "/to-metadata, PRIVATE_ADDRESS",
        "/to-encoded-loopback, PRIVATE_ADDRESS",
        "/to-hex-loopback, HOST",
        "/to-any, PRIVATE_ADDRESS",
        "/to-v6-loopback, PRIVATE_ADDRESS",
        "/to-mapped-loopback, PRIVATE_ADDRESS",
        "/to-file, SCHEME",
        "/loop1, REDIRECT_LOOP",
        "/chain/5, REDIRECTS"
    })
    void reportsReasonOfRefusedRedirect(String path, Refusal expected) throws Exception {
        fetcher.close();
        fetcher = fetcher(Map.of("robots.enabled", "false"));
        assertThat(fetch(path, Purpose.PAGE).refusal()).isEqualTo(expected);
        assertThat(inner.hits()).isEmpty();
    }

    @Test
    void refusesNameThatRebindsToPrivateAddress() throws Exception {
        fetcher.close();
        fetcher = fetcher(Map.of("robots.enabled", "false"));
        assertThat(fetch("rebind.test", "/a/1", Purpose.PAGE, CacheValidators.NONE)
                        .outcome())
                .isEqualTo(Outcome.OK);
        int port = site.port();
        site.close();
        // The port now belongs to the private target that the name is rebound to.
        try (ByteCounter target = new ByteCounter(port)) {
            FetchResult second = fetch("rebind.test", "/a/2", Purpose.PAGE, CacheValidators.NONE);
            while (second.outcome() == Outcome.TRANSIENT) {
                second = fetch("rebind.test", "/a/2", Purpose.PAGE, CacheValidators.NONE);
            }
            assertThat(second.refusal()).isEqualTo(Refusal.PRIVATE_ADDRESS);
            for (Purpose purpose : List.of(Purpose.PAGE, Purpose.LIST)) {
                assertThat(fetch("rebind.test", "/a/1", purpose, CacheValidators.NONE)
                                .refusal())
                        .isEqualTo(Refusal.PRIVATE_ADDRESS);
            }
            assertThat(rebindLookups).hasValueGreaterThan(2);
            assertThat(target.connections()).isZero();
            assertThat(target.bytes()).isZero();
        }
    }

    @Test
    void refusesRedirectToRebindingName() throws Exception {
        fetcher.close();
        fetcher = fetcher(Map.of("robots.enabled", "false"));
        rebindLookups.set(1);
        try (ByteCounter target = new ByteCounter(0)) {
            String location = "http://rebind.test:" + target.port() + "/secret";
            site.serve("/moved", 302, Map.of("Location", location), new byte[0]);
            HostRules rules = new HostRules(
                    List.of("*.test", "rebind.test:" + target.port()),
                    List.of(URI.create("http://public.test:" + site.port() + "/")));
            URI url = URI.create("http://public.test:" + site.port() + "/moved");
            FetchResult result = fetcher.fetch(new FetchRequest(
                    url, Purpose.PAGE, CacheValidators.NONE, rules, Duration.ZERO, null, SiteHeaders.NONE, false));

            assertThat(site.hits("/moved")).hasSize(1);
            assertThat(result.refusal()).isEqualTo(Refusal.PRIVATE_ADDRESS);
            assertThat(target.connections()).isZero();
            assertThat(target.bytes()).isZero();
        }
    }

    @Test
    void refusesRedirectFromHttpsToHttp(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.of("public.test", folder);
        fetcher.close();
        fetcher = trusting(certificate);
        try (NewsSite secure = NewsSite.start(3, certificate.server())) {
            for (Purpose purpose : List.of(Purpose.PAGE, Purpose.LIST)) {
                FetchResult secureResult = fetchSecurely(secure, "/a/1", purpose);
                assertThat(secureResult.outcome()).as(secureResult.detail()).isEqualTo(Outcome.OK);

                FetchResult result = fetchSecurely(secure, "/to-http", purpose);

                assertThat(result.refusal()).isEqualTo(Refusal.DOWNGRADE);
                assertThat(result.body()).isEmpty();
            }
            assertThat(secure.hits("/a/1")).hasSize(2);
            assertThat(secure.hits("/to-http")).hasSize(2);
        }
    }

    private FetchResult fetchSecurely(NewsSite secure, String path, Purpose purpose) throws InterruptedException {
        URI url = URI.create("https://public.test:" + secure.port() + path);
        HostRules rules = new HostRules(List.of("public.test"), List.of(url));
        return fetcher.fetch(new FetchRequest(
                url, purpose, CacheValidators.NONE, rules, Duration.ZERO, null, SiteHeaders.NONE, false));
    }

    /** The HTTP client reads the trust store when it is created. */
    private Fetcher trusting(TestCertificate certificate) {
        System.setProperty("javax.net.ssl.trustStore", certificate.store().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", TestCertificate.PHRASE);
        try {
            // The first TLS handshake of a JVM is slow on a loaded machine.
            return fetcher(Map.of(
                    "robots.enabled", "false", "http.request.timeout.ms", "20000", "http.connect.timeout.ms", "10000"));
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    @Test
    void refusesNameWithPublicAndPrivateAddresses() throws Exception {
        fetcher.close();
        fetcher = fetcher(Map.of("robots.enabled", "false"));
        assertThat(fetch("mixed.test", "/a/1", Purpose.PAGE, CacheValidators.NONE)
                        .refusal())
                .isEqualTo(Refusal.PRIVATE_ADDRESS);
        assertThat(site.hits()).isEmpty();
    }

    @Test
    void followsFiveRedirects() throws Exception {
        FetchResult result = fetch("/chain/4", Purpose.PAGE);
        assertThat(result.outcome()).isEqualTo(Outcome.OK);
        assertThat(result.url().getPath()).isEqualTo("/a/1");
    }

    @ParameterizedTest
    @CsvSource({
        "/a/1, OK",
        "/a/99, MISSING",
        "/gone, GONE",
        "/challenge, FORBIDDEN",
        "/pdf, NOT_TEXT",
        "/429, BLOCKED",
        "/429-date, BLOCKED",
        "/503-then-ok, BLOCKED",
        "/drip, TRANSIENT",
        "/slow-headers, TRANSIENT",
        "/short, TRANSIENT",
        "/reset, TRANSIENT",
        "/huge, TOO_LARGE",
        "/bomb, TOO_LARGE"
    })
    void mapsResponsesToOutcomes(String path, Outcome expected) throws Exception {
        FetchResult result = fetch(path, Purpose.PAGE);
        assertThat(result.outcome()).as(result.detail()).isEqualTo(expected);
        assertThat(result.body().length).isLessThanOrEqualTo(5 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/429", "/429-date"})
    void blocksHostForRetryAfter(String path) throws Exception {
        FetchResult blocked = fetch(path, Purpose.PAGE);
        assertThat(Duration.ofNanos(blocked.waitNs())).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
        fetcher.close();
        fetcher = fetcher(Map.of(), MonotonicClock.SYSTEM);
        fetch("/429", Purpose.PAGE);
        int hits = site.hits().size();
        assertThat(fetch("/a/1", Purpose.PAGE).outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(site.hits()).hasSize(hits);
    }

    @Test
    void sendsValidatorsVerbatimOnlyToTheirUrl() throws Exception {
        CacheValidators validators = new CacheValidators("W/\"v3\"", "some day");
        assertThat(fetch("public.test", "/weak-etag", Purpose.LIST, validators).outcome())
                .isEqualTo(Outcome.NOT_MODIFIED);
        Hit hit = site.hits("/weak-etag").get(0);
        assertThat(hit.ifNoneMatch()).isEqualTo("W/\"v3\"");
        assertThat(hit.ifModifiedSince()).isEqualTo("some day");
        fetch("public.test", "/chain/1", Purpose.LIST, validators);
        assertThat(site.hits("/chain/1").get(0).conditional()).isTrue();
        assertThat(site.hits("/chain/0").get(0).conditional()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "RULES, /private/1, ROBOTS_DENIED",
        "RULES, /a/1, OK",
        "MISSING, /private/1, OK",
        "BUSY, /a/1, BLOCKED",
        "FAILING, /a/1, BLOCKED",
        "HTML, /private/1, OK",
        "LARGE, /early/1, ROBOTS_DENIED",
        "LARGE, /late/1, MISSING",
        "FORBID_ALL, /a/1, ROBOTS_DENIED"
    })
    void obeysRobotsTxt(RobotsMode mode, String path, Outcome expected) throws Exception {
        site.robots(mode);
        assertThat(fetch(path, Purpose.PAGE).outcome()).isEqualTo(expected);
        assertThat(site.hits(path)).hasSize(expected == Outcome.OK || expected == Outcome.MISSING ? 1 : 0);
    }

    @Test
    void keepsMinimumDelayBetweenRequests() throws Exception {
        fetcher.close();
        fetcher = fetcher(Map.of("min.delay.ms", "150"), MonotonicClock.SYSTEM);
        for (int i = 0; i < 4; i++) {
            fetch("/a/1", Purpose.PAGE);
        }
        assertSpacing(Duration.ofMillis(150));
    }

    @Test
    void keepsCrawlDelayOfRobotsTxt() throws Exception {
        fetcher.close();
        fetcher = fetcher(Map.of(), MonotonicClock.SYSTEM);
        site.robots(RobotsMode.CRAWL_DELAY);
        fetch("/a/1", Purpose.PAGE);
        fetch("/a/2", Purpose.PAGE);
        assertThat(site.hits()).hasSize(3);
        assertSpacing(Duration.ofSeconds(2));
    }

    private void assertSpacing(Duration least) {
        List<Hit> hits = site.hits();
        for (int i = 1; i < hits.size(); i++) {
            assertThat(hits.get(i).atNanos() - hits.get(i - 1).atNanos()).isGreaterThanOrEqualTo(least.toNanos());
        }
    }

    @Test
    void skipsHostWithCrawlDelayAboveMaximum() throws Exception {
        fetcher.close();
        fetcher = fetcher(Map.of("max.crawl.delay.ms", "1000"));
        site.robots(RobotsMode.CRAWL_DELAY);
        assertThat(fetch("/a/1", Purpose.PAGE).outcome()).isEqualTo(Outcome.ROBOTS_DENIED);
    }

    @Test
    void sendsUserAgent() throws Exception {
        fetch("/a/1", Purpose.PAGE);
        assertThat(site.hits()).allMatch(hit -> hit.userAgent().startsWith("Pulsefeed/"));
    }

    @Test
    void rejectsUnsupportedContentCoding() throws Exception {
        site.serve("/zstd", 200, Map.of("Content-Encoding", "zstd"), "xx".getBytes(StandardCharsets.UTF_8));
        FetchResult result = fetch("/zstd", Purpose.PAGE);
        assertThat(result.outcome()).isEqualTo(Outcome.NOT_TEXT);
        assertThat(result.detail()).contains("zstd is not supported");
    }
}
