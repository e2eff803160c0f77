package io.pulsefeed.article;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.simulators.news.NewsSite;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Articles that are split over several pages. */
class SplitArticleIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AcceleratedClock FAST = new AcceleratedClock(1_000);
    private static final String LEAD =
            "The exchange said on Monday that it would open its books, a step that few have taken. ";
    private static final String MIDDLE =
            "Auditors of two firms will read the ledgers in turn, and report what they find each month. ";
    private static final String END = "Customers have waited for this since the summer, when withdrawals were halted. ";

    private NewsSite site;

    @BeforeEach
    void startSite() throws Exception {
        site = NewsSite.start(0, 1, 7, Clock.systemUTC(), Set.of());
        serve(
                "/feed-own.xml",
                "application/xml",
                "<rss version=\"2.0\"><channel><item><title>A title</title><link>/story</link><pubDate>"
                        + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                Instant.now().minusSeconds(600).atOffset(ZoneOffset.UTC))
                        + "</pubDate></item></channel></rss>");
    }

    @AfterEach
    void stopSite() {
        site.close();
    }

    private void serve(String path, String type, String body) {
        site.serve(path, 200, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
    }

    private void page(String path, String text, String links) {
        serve(
                path,
                "text/html; charset=utf-8",
                "<html lang=en><head><title>A title</title></head><body><article><h1>A title</h1><p>" + text.repeat(4)
                        + "</p></article><div class=pager>" + links + "</div></body></html>");
    }

    private String content(int maxPages) throws Exception {
        Map<String, String> config = TestConfigs.of(site, "/feed-own.xml", "");
        config.put("content.max.pages", Integer.toString(maxPages));
        try (TestWorker worker = TestWorker.start(config, FAST)) {
            byte[] value = (byte[]) worker.take(1, 20).get(0).value();
            assertThat(worker.poll()).isEmpty();
            return JSON.readTree(value).path("content").path("text").asText();
        }
    }

    private List<String> requested() {
        return site.hits().stream()
                .map(hit -> hit.path())
                .filter(path -> path.startsWith("/story"))
                .toList();
    }

    @Test
    void joinsThePagesOfAnArticle() throws Exception {
        page("/story", LEAD, "<a href='/story'>1</a> <a href='/story/2'>2</a> <a href='/story/3'>3</a>");
        page("/story/2", MIDDLE, "<a href='/story'>1</a> <a href='/story/3' rel=next>Read on</a>");
        page("/story/3", END, "<a href='/story/2'>2</a> <a href='/another-story'>Next</a>");

        assertThat(content(5).lines().toList()).containsExactly(strip(LEAD), strip(MIDDLE), strip(END));
    }

    @Test
    void readsNoMorePagesThanConfigured() throws Exception {
        page("/story", LEAD, "<a href='/story/2'>2</a>");
        page("/story/2", MIDDLE, "<a href='/story/3'>3</a>");
        page("/story/3", END, "");

        assertThat(content(2).lines().toList()).containsExactly(strip(LEAD), strip(MIDDLE));
        assertThat(requested()).containsExactly("/story", "/story/2");
    }

    @Test
    void readsOnePageByDefault() throws Exception {
        page("/story", LEAD, "<a href='/story/2' rel=next>2</a>");
        page("/story/2", MIDDLE, "");

        assertThat(content(1)).isEqualTo(strip(LEAD));
        assertThat(requested()).containsExactly("/story");
    }

    /** Pages of comments repeat the article. */
    @Test
    void addsNoTextThatIsRepeated() throws Exception {
        page("/story", LEAD, "<a href='/story?page=2'>2</a>");
        page("/story?page=2", LEAD, "<a href='/story?page=3'>3</a>");
        page("/story?page=3", LEAD, "");

        assertThat(content(3)).isEqualTo(strip(LEAD));
    }

    @Test
    void keepsThePagesBeforeOneThatIsMissing() throws Exception {
        page("/story", LEAD, "<a href='/story/2'>2</a>");
        page("/story/2", MIDDLE, "<a href='/story/3'>3</a>");
        site.serve("/story/3", 404, Map.of(), new byte[0]);

        assertThat(content(5).lines().toList()).containsExactly(strip(LEAD), strip(MIDDLE));
    }

    @Test
    void readsPagesThatAreNumberedFromZero() throws Exception {
        page("/story", LEAD, "<a href='/story'>1</a> <a href='?page=1'>2</a> <a href='?page=2'>3</a>");
        page("/story?page=1", MIDDLE, "<a href='/story'>1</a> <a href='?page=1'>2</a> <a href='?page=2'>3</a>");
        page("/story?page=2", END, "<a href='/story'>1</a> <a href='?page=1'>2</a> <a href='?page=2'>3</a>");

        assertThat(content(5).lines().toList()).containsExactly(strip(LEAD), strip(MIDDLE), strip(END));
        assertThat(requested()).hasSize(3);
    }

    @Test
    void doesNotJoinThePageThatALaterPageRedirectsTo() throws Exception {
        page("/story", LEAD, "<a href='/story/2'>2</a>");
        site.serve("/story/2", 302, Map.of("Location", "/another"), new byte[0]);
        page("/another", MIDDLE, "<a href='/another/3'>3</a>");

        assertThat(content(5)).isEqualTo(strip(LEAD));
    }

    @Test
    void readsThePageWithTheWholeArticleInsteadOfTheOthers() throws Exception {
        page("/story", LEAD, "<a href='/story/2'>2</a> <a href='/story?page=all'>View all</a>");
        page("/story?page=all", strip(LEAD) + "</p><p>" + MIDDLE, "<a href='/story/2'>2</a>");

        assertThat(content(5)).startsWith(strip(LEAD)).contains(MIDDLE.strip());
        assertThat(requested()).doesNotContain("/story/2");
    }

    @Test
    void readsThePagesIfTheWholeArticleIsMissing() throws Exception {
        page("/story", LEAD, "<a href='/story/2'>2</a> <a href='/story?page=all'>View all</a>");
        site.serve("/story?page=all", 404, Map.of(), new byte[0]);
        page("/story/2", MIDDLE, "");

        assertThat(content(5).lines().toList()).containsExactly(strip(LEAD), strip(MIDDLE));
    }

    private static String strip(String text) {
        return text.repeat(4).strip();
    }
}
