package io.pulsefeed.article;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.pulsefeed.simulators.news.NewsSite;
import io.pulsefeed.testing.NotChecked;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sites with wrong redirects, wrong canonical URLs, damaged feeds and lists of lists, read by a task. */
class CarelessSitesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Polls every five minutes in 50 ms. */
    private static final AcceleratedClock FAST = new AcceleratedClock(6_000);

    private static final Map<String, String> HTML = Map.of("Content-Type", "text/html; charset=utf-8");
    private static final String TEXT = "The exchange said that it would open its books, a step that few have taken. ";

    private final Map<Map<String, ?>, Map<String, Object>> committed = new HashMap<>();
    private NewsSite site;

    @BeforeEach
    void startSite() throws Exception {
        site = NewsSite.start(0, 1, 7, Clock.systemUTC(), Set.of());
    }

    @AfterEach
    void stopSite() {
        site.close();
    }

    @Test
    void articlesThatAreGoneAreWrittenFromTheFeed() throws Exception {
        serve("/", "<title>Home</title><h1>Home</h1><p>" + TEXT.repeat(9));
        site.serve("/moved", 302, Map.of("Location", "/"), new byte[0]);
        serve("/soft", "<title>Page not found - Example</title><p>Sorry.");
        serve("/real", "<title>Real</title><h1>Real</h1><p>" + TEXT.repeat(9));

        List<SourceRecord> records =
                read("feed", "/own.xml", rss(item("/moved", "One") + item("/soft", "Two") + item("/real", "Real")), 3);

        assertThat(records)
                .extracting(CarelessSitesIT::id, record -> header(record, "page_problem"), CarelessSitesIT::text)
                .satisfiesExactlyInAnyOrder(
                        tuple -> assertThat(tuple.toList()).isEqualTo(List.of(site.origin() + "/moved", "failed", "")),
                        tuple -> assertThat(tuple.toList()).isEqualTo(List.of(site.origin() + "/soft", "failed", "")),
                        tuple -> assertThat(tuple.toList().subList(0, 2))
                                .isEqualTo(List.of(site.origin() + "/real", "")));
    }

    @Test
    void redirectToInvalidHostDoesNotDelayOtherArticles() throws Exception {
        site.serve("/odd", 302, Map.of("Location", "http://127.1/x"), new byte[0]);
        site.serve("/odder", 302, Map.of("Location", "http://a_b.example/x"), new byte[0]);
        serve(
                "/refresh",
                "<meta http-equiv=refresh content='0;url=http://other.example/'><h1>C</h1><p>" + TEXT.repeat(9));

        List<SourceRecord> records =
                read("feed", "/own.xml", rss(item("/odd", "A") + item("/odder", "B") + item("/refresh", "C")), 1);

        assertThat(text(records.get(0))).contains("open its books");
    }

    @Test
    void articlesWithTheSameCanonicalUrlAreAllWritten() throws Exception {
        String canonical = "<link rel=canonical href='" + site.origin() + "/template'>";
        for (int i = 1; i <= 3; i++) {
            String text = ("Message number " + i + " of the exchange. ").repeat(9);
            serve("/a" + i, canonical + "<title>Title " + i + "</title><h1>Title " + i + "</h1><p>" + text);
        }
        serve(
                "/again",
                canonical + "<title>Title 1</title><h1>Title 1</h1><p>"
                        + "Message number 1 of the exchange. ".repeat(9));

        List<SourceRecord> records = read(
                "feed",
                "/own.xml",
                rss(item("/a1", "Title 1")
                        + item("/a2", "Title 2")
                        + item("/a3", "Title 3")
                        + item("/again", "Title 1")),
                3);

        assertThat(records).extracting(CarelessSitesIT::id).doesNotHaveDuplicates();
        assertThat(records)
                .extracting(record -> json(record).get("title").textValue())
                .containsExactlyInAnyOrder("Title 1", "Title 2", "Title 3");
    }

    @Test
    void forbiddenArticleOfAtomFeedWithUpdateTimeIsWritten() throws Exception {
        site.serve("/locked", 403, HTML, new byte[0]);
        String feed =
                "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>urn:1</id><title>Locked</title><link href='/locked'/>"
                        + "<updated>" + Instant.now().minusSeconds(600) + "</updated></entry></feed>";

        List<SourceRecord> records = read("feed", "/own.xml", feed, 1);

        assertThat(header(records.get(0), "page_problem")).isEqualTo("forbidden");
        assertThat(header(records.get(0), "date_source")).isEqualTo("feed");
    }

    @Test
    void pageThatRefreshesToTheArticleIsFollowedOnce() throws Exception {
        serve(
                "/short",
                "<noscript><meta http-equiv=refresh content='0;url=/other'></noscript>"
                        + "<meta http-equiv='Refresh' content=\"0; URL='/story'\"><title>Redirecting</title>");
        String reload = "<meta http-equiv=refresh content='5;url=/short'>";
        String page = reload + "<title>Story</title><h1>Story</h1><p>" + TEXT.repeat(9);
        site.serve("/story", 203, HTML, page.getBytes(StandardCharsets.UTF_8));

        SourceRecord record =
                read("feed", "/own.xml", rss(item("/short", "Story")), 1).get(0);

        assertThat(id(record)).isEqualTo(site.origin() + "/story");
        assertThat(text(record)).contains("open its books");
    }

    @Test
    void messagesOfLivePageAreWrittenFromTheFeed() throws Exception {
        String items = "";
        for (int i = 0; i < 4; i++) {
            items += item("/live#post-" + i, "Message " + i).replace("</item>", "<guid>post-" + i + "</guid></item>");
        }

        List<SourceRecord> records = read("feed", "/own.xml", rss(items), 4);

        assertThat(records).extracting(CarelessSitesIT::id).doesNotHaveDuplicates();
        assertThat(site.hits("/live")).isEmpty();
    }

    @Test
    void truncatedJsonFeedIsRead() throws Exception {
        serve("/1", "<title>A</title><h1>A</h1><p>" + TEXT.repeat(9));
        String feed = "{\"items\":[{\"id\":\"1\",\"url\":\"/1\",\"title\":\"A\",\"date_published\":"
                + Instant.now().getEpochSecond() + "},{\"id\":\"2\",\"url\":\"/2";

        assertThat(id(read("feed", "/own.json", feed, 1).get(0))).isEqualTo(site.origin() + "/1");
    }

    @Test
    void validatorsOfIndexAreNotStored() throws Exception {
        serve("/1", "<title>A</title><h1>A</h1><p>" + TEXT.repeat(9));
        Map<String, String> headers = Map.of("Content-Type", "application/xml", "ETag", "\"1\"");
        String news = "<urlset><url><loc>" + site.origin() + "/1</loc><lastmod>" + Instant.now()
                + "</lastmod></url></urlset>";
        site.serve("/news.xml", 200, headers, news.getBytes(StandardCharsets.UTF_8));
        String index = "<sitemapindex><sitemap><loc>" + site.origin() + "/news.xml</loc></sitemap></sitemapindex>";
        site.serve("/index.xml", 200, headers, index.getBytes(StandardCharsets.UTF_8));

        List<SourceRecord> records = read("news-sitemap", "/index.xml", null, 1);

        assertThat(records.get(0).sourceOffset().get("etag").toString()).doesNotContain("index.xml");
    }

    @Test
    void siteWithIpv6AddressIsRead() throws Exception {
        InetAddress address = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> each instanceof Inet6Address && !each.isLinkLocalAddress())
                .findFirst()
                .orElse(null);
        if (address == null) {
            NotChecked.skip("a site with an IPv6 address", "this host has none; enable IPv6 on the loopback interface");
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        String page = "<title>A</title><h1>A</h1><p>" + TEXT.repeat(9);
        answer(server, "/feed", rss(item("/a", "A")));
        answer(server, "/a", page);
        answer(server, "/robots.txt", "");
        server.start();
        String host = address.getHostAddress().replaceFirst("%.*", "");
        String origin = "http://[" + host + "]:" + server.getAddress().getPort();
        String entry = "{\"name\":\"Site0\",\"discovery\":[{\"type\":\"feed\",\"url\":\"" + origin + "/feed\"}]}";

        try (TestWorker worker = TestWorker.start(TestConfigs.withSites(List.of(entry)), FAST, committed)) {
            assertThat(worker.take(1, 20)).extracting(CarelessSitesIT::id).containsExactly(origin + "/a");
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpServer server, String path, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private List<SourceRecord> read(String type, String path, String list, int count) {
        if (list != null) {
            site.serve(path, 200, Map.of("Content-Type", "text/plain"), list.getBytes(StandardCharsets.UTF_8));
        }
        String entry = "{\"name\":\"Site0\",\"discovery\":[{\"type\":\"" + type + "\",\"url\":\"" + site.origin() + path
                + "\"}],\"allowedHosts\":[\"127.0.0.1:" + site.port() + "\"]}";
        try (TestWorker worker = TestWorker.start(TestConfigs.withSites(List.of(entry)), FAST, committed)) {
            List<SourceRecord> records = worker.take(count, 20);
            assertThat(records).hasSize(count);
            assertThat(worker.poll()).isEmpty();
            return records;
        }
    }

    private void serve(String path, String html) {
        site.serve(path, 200, HTML, html.getBytes(StandardCharsets.UTF_8));
    }

    private static String rss(String items) {
        return "<rss version=\"2.0\"><channel>" + items + "</channel></rss>";
    }

    private static String item(String link, String title) {
        return "<item><title>" + title + "</title><link>" + link + "</link><pubDate>"
                + Instant.now().minusSeconds(600) + "</pubDate></item>";
    }

    private static String id(SourceRecord record) {
        return json(record).get("id").textValue();
    }

    private static String text(SourceRecord record) {
        return json(record).path("content").path("text").asText();
    }

    private static String header(SourceRecord record, String name) {
        Header header = record.headers().lastWithName(name);
        return header == null ? "" : header.value().toString();
    }

    private static JsonNode json(SourceRecord record) {
        try {
            return JSON.readTree((byte[]) record.value());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
