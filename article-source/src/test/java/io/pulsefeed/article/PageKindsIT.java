package io.pulsefeed.article;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.simulators.news.NewsSite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records of pages that are not an ordinary article in English. */
class PageKindsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AcceleratedClock FAST = new AcceleratedClock(1_000);
    private static final String TEXT = "The exchange said that it would open its books, a step that few have taken. ";
    private static final String GERMAN =
            "Die Inflation und die hohen Zinsen belasten die B\u00f6rse, aber viele Anleger warten noch auf die"
                    + " Zahlen. ";

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
    void redirectToConsentPageKeepsDataOfFeed() throws Exception {
        site.serve("/story", 302, Map.of("Location", "https://consent.example/collect?id=1"), new byte[0]);

        SourceRecord record = only("/own.xml", rss("A title", "/story"));

        assertThat(json(record).get("title").textValue()).isEqualTo("A title");
        assertThat(json(record).get("summary").textValue()).isEqualTo("What the feed says.");
        assertThat(header(record, "page_problem")).isEqualTo("consent");
        assertThat(header(record, "date_source")).isEqualTo("feed");
    }

    @Test
    void decodesDeflatedPageAndMarksUnknownCoding() throws Exception {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(page("en", TEXT));
        }
        site.serve("/deflated", 200, html("deflate"), deflated.toByteArray());
        site.serve("/zstd", 200, html("zstd"), new byte[] {1, 2, 3});

        List<SourceRecord> records = read("/own.xml", rss("One", "/deflated") + rss("Two", "/zstd"), 2);

        assertThat(records).anySatisfy(record -> assertThat(
                        json(record).path("content").path("text").asText())
                .contains("open its books"));
        assertThat(records)
                .anySatisfy(record -> assertThat(header(record, "page_problem")).isEqualTo("not-text"));
    }

    @Test
    void pageInGermanIsNeutral() throws Exception {
        site.serve("/story", 200, html("identity"), page("de", GERMAN));

        SourceRecord record = only("/own.xml", rss("Die Inflation und die Zinsen", "/story"));

        assertThat(json(record).get("sentiment").toString()).isEqualTo("{\"score\":0.5,\"label\":\"neutral\"}");
        assertThat(header(record, "language")).isEqualTo("de");
        assertThat(header(record, "sentiment_reason")).isEqualTo("language");
    }

    @Test
    void skipsPagesOfSitemapThatAreNotArticles() throws Exception {
        site.serve("/about", 200, html("identity"), page("en", TEXT));
        site.serve("/tag/bitcoin", 200, html("identity"), page("en", TEXT));
        site.serve("/story", 200, html("identity"), page("en", "<time datetime=2026-01-15T08:00:00Z></time>" + TEXT));
        String origin = site.origin().toString();

        SourceRecord record = only(
                "/sitemap-own.xml",
                "<urlset><url><loc>" + origin + "/about</loc></url><url><loc>" + origin
                        + "/tag/bitcoin</loc></url><url><loc>" + origin + "/story</loc></url></urlset>");

        assertThat(json(record).get("id").textValue()).isEqualTo(origin + "/story");
    }

    private SourceRecord only(String path, String list) throws Exception {
        return read(path, list, 1).get(0);
    }

    private List<SourceRecord> read(String path, String list, int count) throws Exception {
        boolean isFeed = path.equals("/own.xml");
        String document = isFeed ? "<rss version=\"2.0\"><channel>" + list + "</channel></rss>" : list;
        site.serve(path, 200, Map.of("Content-Type", "application/xml"), document.getBytes(StandardCharsets.UTF_8));
        String entry = "{\"name\":\"Site0\",\"discovery\":[{\"type\":\"" + (isFeed ? "feed" : "sitemap")
                + "\",\"url\":\"" + site.origin() + path + "\"}],\"allowedHosts\":[\"127.0.0.1:" + site.port() + "\"]}";
        try (TestWorker worker = TestWorker.start(TestConfigs.withSites(List.of(entry)), FAST)) {
            List<SourceRecord> records = worker.take(count, 20);
            assertThat(records).hasSize(count);
            assertThat(worker.poll()).isEmpty();
            return records;
        }
    }

    private static Map<String, String> html(String coding) {
        return Map.of("Content-Type", "text/html; charset=utf-8", "Content-Encoding", coding);
    }

    private static byte[] page(String language, String text) {
        return ("<html lang=" + language + "><head><title>A title</title></head><body><article><h1>A title</h1><p>"
                        + text.repeat(5) + "</p></article></body></html>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String rss(String title, String link) {
        return "<item><title>" + title + "</title><link>" + link + "</link><pubDate>"
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.now().minusSeconds(600).atOffset(ZoneOffset.UTC))
                + "</pubDate><description>What the feed says.</description></item>";
    }

    private static Object header(SourceRecord record, String name) {
        Header header = record.headers().lastWithName(name);
        return header == null ? null : header.value();
    }

    private static JsonNode json(SourceRecord record) {
        try {
            return JSON.readTree((byte[]) record.value());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
