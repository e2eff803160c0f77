package io.pulsefeed.article.record;

import io.pulsefeed.article.date.ArticleDate;
import io.pulsefeed.article.extract.PageDetails;
import io.pulsefeed.article.mention.Mention;
import io.pulsefeed.article.sentiment.Scoring;
import io.pulsefeed.article.sentiment.Sentiment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of one record.
 *
 * @param url the canonical URL, also the id of the article
 * @param website the configured name of the site
 * @param summary empty if unknown
 * @param text the body; null if there is none
 * @param language ISO 639 code; null if unknown
 * @param details further metadata of the page
 * @param keywords of the page
 * @param textSketch identifies near-duplicates; null for a text that is too short
 * @param pageProblem null if the page was read, or need not be read
 */
public record Article(
        String url,
        String title,
        String website,
        String summary,
        @Nullable String text,
        ArticleDate date,
        Instant scraped,
        List<String> tags,
        @Nullable String language,
        Scoring scoring,
        List<Mention> mentions,
        PageDetails details,
        List<String> keywords,
        @Nullable String textSketch,
        @Nullable PageProblem pageProblem) {

    public Article withUrl(String newUrl) {
        return new Article(
                newUrl,
                title,
                website,
                summary,
                text,
                date,
                scraped,
                tags,
                language,
                scoring,
                mentions,
                details,
                keywords,
                textSketch,
                pageProblem);
    }

    public Instant published() {
        return date.instant();
    }

    public Sentiment sentiment() {
        return scoring.sentiment();
    }
}
