package io.pulsefeed.article.extract;

import io.pulsefeed.article.date.ArticleDate;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of the extraction. Texts are NFC, without control characters, unpaired surrogates and invisible characters. Missing
 * fields are null.
 *
 * @param text the body, one line per paragraph
 * @param summary plain text, not limited by {@code summary.max.chars}
 * @param date null if no source has a plausible date
 * @param canonical the canonical URL of the page, if it is absolute, of the same site and not that of a section; not normalized
 * @param language the declared language of the page, as BCP 47 tag
 * @param kind what the page declares to be
 * @param details further metadata
 * @param keywords keywords of the page, in order, without duplicates
 * @param source where the text was found
 */
public record ExtractedArticle(
        @Nullable String title,
        @Nullable String text,
        @Nullable String summary,
        @Nullable ArticleDate date,
        @Nullable URI canonical,
        @Nullable String language,
        PageKind kind,
        PageDetails details,
        List<String> keywords,
        TextSource source) {
    public ExtractedArticle {
        keywords = List.copyOf(keywords);
    }

    /** The instant of {@code date}. */
    public @Nullable Instant published() {
        return date == null ? null : date.instant();
    }
}
