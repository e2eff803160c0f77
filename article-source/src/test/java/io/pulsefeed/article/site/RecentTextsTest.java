package io.pulsefeed.article.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.article.date.ArticleDate;
import io.pulsefeed.article.extract.PageDetails;
import io.pulsefeed.article.record.Article;
import io.pulsefeed.article.sentiment.Scoring;
import io.pulsefeed.article.sentiment.Sentiment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentTextsTest {

    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");
    private static final String TEXT = "A long text. ".repeat(20);

    private final RecentTexts texts = new RecentTexts();

    private static Article article(String url, String title, String text, Instant scraped) {
        return new Article(
                url,
                title,
                "A",
                "",
                text,
                ArticleDate.fetched(scraped),
                scraped,
                List.of(),
                null,
                new Scoring(Sentiment.NEUTRAL, "test", true),
                List.of(),
                PageDetails.NONE,
                List.of(),
                null,
                null);
    }

    @Test
    void detectsSameTitleAndTextUnderAnotherUrl() {
        assertThat(texts.isRepeated(article("u1", "T", TEXT, NOW))).isFalse();
        assertThat(texts.isRepeated(article("u2", "T", TEXT, NOW.plusSeconds(60))))
                .isTrue();
    }

    @Test
    void acceptsOtherTitle() {
        texts.isRepeated(article("u1", "T", TEXT, NOW));
        assertThat(texts.isRepeated(article("u2", "Other", TEXT, NOW))).isFalse();
    }

    @Test
    void acceptsSameTextAfterOneDay() {
        texts.isRepeated(article("u1", "T", TEXT, NOW));
        assertThat(texts.isRepeated(article("u2", "T", TEXT, NOW.plus(Duration.ofHours(24)))))
                .isFalse();
    }

    @Test
    void ignoresShortAndMissingTexts() {
        for (String text : new String[] {"Short.", null}) {
            texts.isRepeated(article("u1", "T", text, NOW));
            assertThat(texts.isRepeated(article("u2", "T", text, NOW))).isFalse();
        }
    }
}
