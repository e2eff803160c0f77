package io.pulsefeed.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The article source after an upgrade. */
final class ArticleUpgrade {

    private static final String GOLDEN = "golden.rawarticle";
    private static final String RESUMED = "resumed.rawarticle";

    private final UpgradeStack stack;
    private final ReleaseFixture fixture;

    ArticleUpgrade(UpgradeStack stack, ReleaseFixture fixture) {
        this.stack = stack;
        this.fixture = fixture;
    }

    void writesSameRecords() throws IOException {
        stack.createTopics(List.of(GOLDEN));
        try (ArticleScenario article = new ArticleScenario()) {
            article.run(stack, "golden-article", GOLDEN);
            stack.delete("golden-article");

            assertThat(article.lines(stack, GOLDEN))
                    .containsExactlyElementsOf(fixture.lines(ReleaseFixture.records("article")));
        }
    }

    /** Articles of a site are written oldest first, so a known one that is written again precedes the new one. */
    void writesNewArticlesOnly() throws IOException {
        stack.createTopics(List.of(RESUMED));
        try (ArticleScenario article = new ArticleScenario()) {
            stack.produce(offsets(article.origins()));
            List<String> published = article.publish();
            stack.run("article-source", article.settings(RESUMED));

            assertThat(stack.awaitRecords(RESUMED, published.size()).stream()
                            .map(record -> record.json().get("id").asText()))
                    .containsExactlyInAnyOrderElementsOf(published);
            PluginMetrics.assertRegistered(stack, fixture, "article");
        }
        stack.delete("article-source");
    }

    private List<StoredRecord> offsets(Map<String, String> origins) {
        List<StoredRecord> moved = new ArrayList<>();
        for (StoredRecord offset : SourceOffsets.parse(fixture.lines(ReleaseFixture.offsets("article")))) {
            String name = SourceOffsets.partition(offset).get("site").asText().equals("Feed site")
                    ? "{{feed}}"
                    : "{{sitemap}}";
            moved.add(SourceOffsets.moveSite(offset, storedOrigin(name), origins.get(name), ArticleScenario.ARTICLES));
        }
        assertThat(moved).hasSize(origins.size());
        return moved;
    }

    private String storedOrigin(String name) {
        return fixture.lines("article-origins.txt").stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }
}
