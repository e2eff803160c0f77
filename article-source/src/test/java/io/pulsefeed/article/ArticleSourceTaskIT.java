package io.pulsefeed.article;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.simulators.news.NewsArticle;
import io.pulsefeed.simulators.news.NewsSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleSourceTaskIT {

    private static final AcceleratedClock FAST = new AcceleratedClock(1000);

    private NewsSite site;

    @BeforeEach
    void start() throws Exception {
        site = NewsSite.start(12);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void writesEachArticleOnceOldestFirst() throws Exception {
        try (TestWorker worker = TestWorker.start(TestConfigs.of(site), FAST)) {
            List<SourceRecord> records = worker.take(12, 20);
            assertThat(records).extracting(ArticleSourceTaskIT::id).containsExactlyElementsOf(expected());
            assertThat(worker.poll()).isEmpty();
        }
    }

    @Test
    void writesDocumentedValue() throws Exception {
        try (TestWorker worker = TestWorker.start(TestConfigs.of(site), FAST)) {
            SourceRecord record = worker.take(12, 20).get(11);
            NewsArticle article = site.articles().get(11);
            JsonNode value = json(record);
            List<String> keys = new ArrayList<>();
            value.fieldNames().forEachRemaining(keys::add);
            assertThat(keys)
                    .containsExactly(
                            "id",
                            "title",
                            "url",
                            "website",
                            "summary",
                            "content",
                            "published_at",
                            "scraped_at",
                            "tags",
                            "sentiment",
                            "cryptocurrencies_mentioned");
            assertThat(record.key()).isEqualTo("Site0");
            assertThat(record.timestamp()).isEqualTo(article.published().getEpochSecond() * 1000);
            assertThat(value.get("title").textValue()).isEqualTo(article.title());
            assertThat(value.get("summary").textValue())
                    .isEqualTo(article.paragraphs().get(0));
            assertThat(value.at("/content/text").textValue())
                    .contains(article.paragraphs().get(1));
            assertThat(value.get("published_at").asLong())
                    .isEqualTo(article.published().getEpochSecond());
            assertThat(value.at("/sentiment/score").asDouble()).isBetween(0.0, 1.0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/feed.xml",
                "/atom.xml",
                "/feed.json",
                "/feed-weird.xml",
                "/sitemap-news.xml",
                "/sitemap-news.xml.gz",
                "/weak-etag",
                "/"
            })
    void readsEveryListType(String path) throws Exception {
        try (TestWorker worker = TestWorker.start(TestConfigs.of(site, path, ""), FAST)) {
            assertThat(worker.take(12, 20))
                    .extracting(ArticleSourceTaskIT::id)
                    .containsExactlyInAnyOrderElementsOf(expected());
        }
    }

    @Test
    void pollsUnchangedFeedConditionally() throws Exception {
        try (TestWorker worker = TestWorker.start(TestConfigs.of(site), FAST)) {
            worker.take(12, 20);
            int before = site.hits("/feed.xml").size();
            while (site.hits("/feed.xml").size() < before + 3) {
                assertThat(worker.poll()).isEmpty();
            }
            assertThat(site.hits("/feed.xml").subList(before + 1, before + 3)).allMatch(hit -> hit.conditional());
            assertThat(site.hits())
                    .filteredOn(hit -> hit.path().startsWith("/a/"))
                    .hasSize(12);
        }
    }

    @Test
    void writesLaterArticles() throws Exception {
        try (TestWorker worker = TestWorker.start(TestConfigs.of(site), FAST)) {
            worker.take(12, 20);
            NewsArticle later = site.publish();
            assertThat(worker.take(1, 20))
                    .extracting(ArticleSourceTaskIT::id)
                    .containsExactly(site.origin() + later.path());
        }
    }

    @Test
    void resumesAfterCommittedOffset() throws Exception {
        Map<Map<String, ?>, Map<String, Object>> offsets = new HashMap<>();
        try (TestWorker worker = TestWorker.start(TestConfigs.of(site), FAST, offsets)) {
            worker.commit(worker.take(12, 20).get(6));
        }
        try (TestWorker worker = TestWorker.start(TestConfigs.of(site), FAST, offsets)) {
            assertThat(worker.take(5, 20))
                    .extracting(ArticleSourceTaskIT::id)
                    .containsExactlyElementsOf(expected().subList(7, 12));
            assertThat(worker.poll()).isEmpty();
        }
    }

    @Test
    void writesUpdatedArticleIfEnabled() throws Exception {
        Map<String, String> config = TestConfigs.of(site, "/edited.xml", "");
        config.put("emit.updates", "true");
        Map<Map<String, ?>, Map<String, Object>> offsets = new HashMap<>();
        edit(1, "Bitcoin rises", "2026-11-01T10:00:00Z");
        try (TestWorker worker = TestWorker.start(config, FAST, offsets)) {
            SourceRecord first = worker.take(1, 20).get(0);
            edit(1, "Bitcoin rises, then falls", "2026-11-01T11:00:00Z");
            SourceRecord second = worker.take(1, 20).get(0);

            assertThat(id(second)).isEqualTo(id(first)).isEqualTo(site.origin() + "/a/1");
            assertThat(json(first).get("title").textValue()).isEqualTo("Bitcoin rises");
            assertThat(json(second).get("title").textValue()).isEqualTo("Bitcoin rises, then falls");
            assertThat(json(second).get("published_at")).isEqualTo(json(first).get("published_at"));
            assertThatUnchangedFeedHasNoNewArticles(worker);
            worker.commit(second);
        }
        try (TestWorker worker = TestWorker.start(config, FAST, offsets)) {
            assertThatUnchangedFeedHasNoNewArticles(worker);
            edit(1, "Bitcoin rises, falls, rises", "2026-11-01T12:00:00Z");
            assertThat(worker.take(1, 20)).extracting(ArticleSourceTaskIT::id).containsExactly(site.origin() + "/a/1");
        }
    }

    @Test
    void ignoresUpdatesByDefault() throws Exception {
        edit(1, "Bitcoin rises", "2026-11-01T10:00:00Z");
        try (TestWorker worker = TestWorker.start(TestConfigs.of(site, "/edited.xml", ""), FAST)) {
            worker.take(1, 20);
            edit(1, "Bitcoin rises, then falls", "2026-11-01T11:00:00Z");
            assertThatUnchangedFeedHasNoNewArticles(worker);
        }
    }

    private void edit(int article, String title, String updated) {
        String feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>urn:1</id><title>" + title + "</title>"
                + "<link href=\"" + site.origin() + "/a/" + article + "\"/><published>2026-11-01T10:00:00Z</published>"
                + "<updated>" + updated + "</updated><summary>Short.</summary></entry></feed>";
        site.serve(
                "/edited.xml",
                200,
                Map.of("Content-Type", "application/atom+xml"),
                feed.getBytes(StandardCharsets.UTF_8));
    }

    private void assertThatUnchangedFeedHasNoNewArticles(TestWorker worker) {
        int before = site.hits("/edited.xml").size();
        while (site.hits("/edited.xml").size() < before + 3) {
            assertThat(worker.poll()).isEmpty();
        }
    }

    private List<String> expected() {
        return site.articles().stream()
                .map(article -> site.origin() + article.path())
                .toList();
    }

    private static String id(SourceRecord record) {
        return json(record).get("id").textValue();
    }

    private static JsonNode json(SourceRecord record) {
        try {
            return new ObjectMapper().readTree((byte[]) record.value());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
