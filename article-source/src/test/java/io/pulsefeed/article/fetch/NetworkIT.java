package io.pulsefeed.article.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.AcceleratedClock;
import io.pulsefeed.article.config.ArticleSourceConnectorConfig;
import io.pulsefeed.article.fetch.FetchRequest.Purpose;
import io.pulsefeed.article.fetch.FetchResult.Outcome;
import io.pulsefeed.simulators.news.NewsSite;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies, trusted certificates, and headers of sites. Names that end with {@code .test} are public. */
class NetworkIT {

    private static final SiteHeaders HEADERS = new SiteHeaders(Map.of("X-Api-Key", "k1", "Cookie", "session=abc"));

    private NewsSite site;
    private TestProxy proxy;

    @BeforeEach
    void start() throws Exception {
        site = NewsSite.start(3);
        proxy = new TestProxy();
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        site.close();
    }

    private Map<String, String> throughProxy() {
        return new HashMap<>(Map.of(
                "http.proxy.url",
                proxy.url(),
                "http.proxy.user",
                TestProxy.USER,
                "http.proxy.password",
                TestProxy.PASSWORD));
    }

    private static Fetcher fetcher(Map<String, String> changes, DnsResolver resolver) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "min.delay.ms", "0", "robots.enabled", "false", "http.request.timeout.ms", "20000", "retry.max", "0"));
        properties.putAll(changes);
        ArticleSourceConnectorConfig config = new ArticleSourceConnectorConfig(properties);
        return new Fetcher(
                config.fetch(),
                config.network(),
                config.politeness(),
                resolver,
                Clock.systemUTC(),
                new AcceleratedClock(1000),
                FetchCounters.NONE,
                "test");
    }

    /** The address policy of production; test names have a public address. */
    private static DnsResolver filtering() {
        return new FilteringResolver(
                host -> InetAddress.getAllByName(host.endsWith(".test") ? "93.184.216.34" : host),
                new AddressPolicy(false));
    }

    private static FetchResult fetch(Fetcher fetcher, String url, SiteHeaders headers) throws InterruptedException {
        URI uri = URI.create(url);
        HostRules rules = new HostRules(List.of("own.test", "*.own.test"), List.of(uri));
        return fetcher.fetch(
                new FetchRequest(uri, Purpose.LIST, CacheValidators.NONE, rules, Duration.ZERO, null, headers, false));
    }

    @Test
    void readsPagesThroughAProxyWithCredentials() throws Exception {
        try (Fetcher fetcher = fetcher(throughProxy(), filtering())) {
            FetchResult result = fetch(fetcher, "http://own.test:" + site.port() + "/a/1", SiteHeaders.NONE);

            assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.OK);
            assertThat(proxy.targets()).containsExactly("GET http://own.test:" + site.port() + "/a/1 HTTP/1.1");
            assertThat(site.hits("/a/1").get(0).header("Proxy-Authorization")).isNull();
        }
        Map<String, String> wrong = throughProxy();
        wrong.put("http.proxy.password", "wrong");
        try (Fetcher fetcher = fetcher(wrong, filtering())) {
            FetchResult result = fetch(fetcher, "http://own.test:" + site.port() + "/a/2", SiteHeaders.NONE);

            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.detail()).isEqualTo("status 407");
        }
    }

    @Test
    void trustsCertificatesOfAFileAlsoThroughAProxy(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.of("own.test", folder);
        try (NewsSite secure = NewsSite.start(3, certificate.server())) {
            String url = "https://own.test:" + secure.port() + "/a/1";
            Map<String, String> config = throughProxy();
            try (Fetcher fetcher = fetcher(config, filtering())) {
                assertThat(fetch(fetcher, url, SiteHeaders.NONE).outcome()).isEqualTo(Outcome.TRANSIENT);
            }
            config.put("http.certificates.path", certificate.pem(folder).toString());
            try (Fetcher fetcher = fetcher(config, filtering())) {
                FetchResult result = fetch(fetcher, url, SiteHeaders.NONE);

                assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.OK);
                assertThat(proxy.targets()).endsWith("CONNECT own.test:" + secure.port() + " HTTP/1.1");
            }
        }
    }

    /** The proxy connects every name to 127.0.0.1, so that a request that passes would be read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "2130706433",
                "0177.0.0.1",
                "0x7f000001",
                "[::1]",
                "169.254.169.254",
                "10.0.0.1",
                "[::ffff:127.0.0.1]",
                "127.0.0.1."
            })
    void refusesPrivateTargetsBehindAProxy(String host) throws Exception {
        for (String dns : List.of("worker", "proxy")) {
            Map<String, String> config = throughProxy();
            config.put("http.proxy.dns", dns);
            try (Fetcher fetcher = fetcher(config, filtering())) {
                FetchResult result = fetch(fetcher, "http://" + host + ":" + site.port() + "/secret", SiteHeaders.NONE);

                assertThat(result.outcome()).as(dns + ": " + result.detail()).isNotEqualTo(Outcome.OK);
            }
        }
        assertThat(proxy.targets()).isEmpty();
        assertThat(site.hits()).isEmpty();
    }

    @Test
    void namesAreResolvedByTheProxyOnlyIfConfigured() throws Exception {
        DnsResolver none = new FilteringResolver(
                host -> {
                    throw new java.net.UnknownHostException(host);
                },
                new AddressPolicy(false));
        Map<String, String> config = throughProxy();
        String url = "http://own.test:" + site.port() + "/a/1";
        try (Fetcher fetcher = fetcher(config, none)) {
            assertThat(fetch(fetcher, url, SiteHeaders.NONE).outcome()).isEqualTo(Outcome.TRANSIENT);
        }
        assertThat(proxy.targets()).isEmpty();
        config.put("http.proxy.dns", "proxy");
        try (Fetcher fetcher = fetcher(config, none)) {
            assertThat(fetch(fetcher, url, SiteHeaders.NONE).outcome()).isEqualTo(Outcome.OK);
            assertThat(fetch(fetcher, "http://metadata.google.internal:" + site.port() + "/", SiteHeaders.NONE)
                            .refusal())
                    .isEqualTo(Refusal.PRIVATE_ADDRESS);
        }
    }

    @Test
    void sendsHeadersOfASiteOnlyToItsHosts() throws Exception {
        site.serve("/moved", 302, Map.of("Location", "http://www.own.test:" + site.port() + "/a/1"), new byte[0]);
        site.serve("/away", 302, Map.of("Location", "http://other.test:" + site.port() + "/a/2"), new byte[0]);
        try (Fetcher fetcher = fetcher(throughProxy(), filtering())) {
            for (String path : List.of("/moved", "/away")) {
                FetchResult result = fetch(fetcher, "http://own.test:" + site.port() + path, HEADERS);
                assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.OK);
            }
        }
        assertThat(site.hits("/moved").get(0).header("X-Api-Key")).isEqualTo("k1");
        assertThat(site.hits("/away").get(0).header("Cookie")).isEqualTo("session=abc");
        assertThat(site.hits("/a/1").get(0).header("X-Api-Key")).as("subdomain").isEqualTo("k1");
        assertThat(site.hits("/a/2").get(0).header("X-Api-Key"))
                .as("another site")
                .isNull();
        assertThat(site.hits("/a/2").get(0).header("Cookie")).isNull();
        assertThat(HEADERS).hasToString("2 headers");
    }

    @Test
    void headersOfASiteWithHttpsListsAreOnlySentEncrypted() {
        HostRules rules = new HostRules(List.of(), List.of(URI.create("https://www.own.test/feed")));

        assertThat(rules.isOwn(URI.create("https://own.test/a"))).isTrue();
        assertThat(rules.isOwn(URI.create("http://own.test/a"))).isFalse();
        assertThat(rules.isOwn(URI.create("https://own.test:8443/a"))).isFalse();
        assertThat(rules.isOwn(URI.create("https://own.test.evil.test/a"))).isFalse();
    }
}
