package io.pulsefeed.simulators.news;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NewsSiteIT {

    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");

    private final HttpClient client = HttpClient.newHttpClient();
    private NewsSimulator simulator;
    private NewsSite site;

    @BeforeEach
    void start() throws Exception {
        simulator = NewsSimulator.start(0, 2, 3, 5, Clock.fixed(NOW, ZoneOffset.UTC), Set.of());
        site = simulator.sites().get(0);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private HttpResponse<String> get(NewsSite from, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(from.origin() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void listsArticlesNewestFirstInEveryFormat() throws Exception {
        for (String path :
                List.of("/feed.xml", "/atom.xml", "/feed.json", "/feed-weird.xml", "/sitemap-news.xml", "/latest")) {
            String body = get(site, path).body();
            assertThat(body.indexOf("/a/3")).as(path).isPositive().isLessThan(body.indexOf("/a/1"));
        }
    }

    @Test
    void sameSeedGivesSameArticles() throws Exception {
        try (NewsSimulator again = NewsSimulator.start(0, 1, 3, 5, Clock.fixed(NOW, ZoneOffset.UTC), Set.of())) {
            assertThat(again.sites().get(0).articles()).isEqualTo(site.articles());
            assertThat(simulator.sites().get(1).articles()).isNotEqualTo(site.articles());
        }
    }

    @Test
    void returnsNotModifiedUntilPublish() throws Exception {
        String etag = get(site, "/feed.xml").headers().firstValue("ETag").orElseThrow();
        assertThat(get(site, "/feed.xml", "If-None-Match", etag).statusCode()).isEqualTo(304);
        site.publish();
        assertThat(get(site, "/feed.xml", "If-None-Match", etag).statusCode()).isEqualTo(200);
        assertThat(site.hits("/feed.xml")).extracting(Hit::conditional).containsExactly(false, true, true);
    }

    @ParameterizedTest
    @CsvSource({
        "RULES, 200",
        "MISSING, 404",
        "BUSY, 429",
        "FAILING, 500",
        "HTML, 200",
        "LARGE, 200",
        "CRAWL_DELAY, 200",
        "FORBID_ALL, 200"
    })
    void returnsRobotsOfMode(RobotsMode mode, int status) throws Exception {
        site.robots(mode);
        assertThat(get(site, "/robots.txt").statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/1, 200",
        "/amp/1, 200",
        "/paywall/1, 200",
        "/a-latin1, 200",
        "/a-utf16, 200",
        "/a/99, 404",
        "/429, 429",
        "/gone, 410",
        "/challenge, 403",
        "/pdf, 200",
        "/to-private, 302",
        "/chain/1, 302",
        "/loop1, 302",
        "/none, 404"
    })
    void servesPath(String path, int status) throws Exception {
        assertThat(get(site, path).statusCode()).isEqualTo(status);
    }

    @Test
    void servesRecordedPagesFirst(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("pages.jsonl"),
                "{\"path\":\"/feed.xml\",\"status\":200,\"headers\":{\"Content-Type\":\"text/xml\"},\"body\":\"<rss/>\"}\n"
                        + "{\"path\":\"/x\",\"base64\":\"aGk=\"}\n");
        simulator.replay(file);
        assertThat(get(site, "/feed.xml").body()).isEqualTo("<rss/>");
        assertThat(get(simulator.sites().get(1), "/x").body()).isEqualTo("hi");
    }

    @Test
    void reportsInvalidLineOfRecording(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("pages.jsonl"), "{\"path\":\"/x\"}\n{}\n");
        assertThatThrownBy(() -> simulator.replay(file)).hasMessageContaining("Line 2");
    }

    @Test
    void writesSitesFile() throws Exception {
        JsonNode list = new ObjectMapper().readTree(simulator.sitesJson(100));
        assertThat(list).hasSize(2);
        assertThat(list.get(0).at("/discovery/0/url").asText()).isEqualTo(site.origin() + "/feed.xml");
        assertThat(list.get(0).get("minDelayMs").asInt()).isEqualTo(100);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void listensOnConfiguredAddressAndLinksToRequestedHost() throws Exception {
        InetAddress address = InetAddress.getByName("127.0.0.9");
        try (NewsSimulator elsewhere =
                NewsSimulator.start(address, 0, 1, 3, 5, Clock.fixed(NOW, ZoneOffset.UTC), Set.of())) {
            NewsSite other = elsewhere.sites().get(0);
            assertThat(get(other, "/feed.xml").body()).contains("http://127.0.0.9:" + other.port() + "/a/3");
            assertThat(elsewhere.sitesJson(0)).contains("\"127.0.0.9:" + other.port() + "\"");
            assertThatThrownBy(() -> new Socket("127.0.0.1", other.port()).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(NewsFault.class)
    void findsFaultByLabel(NewsFault fault) {
        assertThat(NewsFault.of(fault.label())).isEqualTo(fault);
    }

    @Test
    void listsFaultsForUnknownLabel() {
        assertThatThrownBy(() -> NewsFault.of("flood")).hasMessageContaining("page-drips");
    }
}
