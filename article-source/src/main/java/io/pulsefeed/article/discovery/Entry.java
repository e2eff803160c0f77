package io.pulsefeed.article.discovery;

import io.pulsefeed.article.date.ParsedDate;
import io.pulsefeed.article.date.PublishedDate;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One article in a list. Fields that the list does not provide are null.
 *
 * @param link absolute URL
 * @param title plain text
 * @param published null if missing or invalid
 * @param language BCP 47 tag
 * @param sharedLink true if all entries of the list have the same link, so that only the guid identifies them and the linked
 *     page is not an article
 */
public record Entry(
        @Nullable String guid,
        @Nullable URI link,
        @Nullable String title,
        @Nullable String summaryHtml,
        @Nullable String contentHtml,
        @Nullable ParsedDate published,
        @Nullable ParsedDate updated,
        List<String> categories,
        @Nullable String language,
        boolean sharedLink) {

    /** The publication time, or the update time if there is none. Dates before the web, such as 1970, count as missing. */
    public @Nullable Instant date() {
        for (@Nullable ParsedDate date : new @Nullable ParsedDate[] {published, updated}) {
            if (date != null && PublishedDate.isOfTheWeb(date.instant())) {
                return date.instant();
            }
        }
        return null;
    }

    Entry withoutGuid() {
        return new Entry(
                null, link, title, summaryHtml, contentHtml, published, updated, categories, language, sharedLink);
    }

    /** @param other used if this entry has no language */
    Entry withLanguage(@Nullable String other) {
        return language != null || other == null
                ? this
                : new Entry(
                        guid, link, title, summaryHtml, contentHtml, published, updated, categories, other, sharedLink);
    }

    Entry withSharedLink() {
        return new Entry(guid, link, title, summaryHtml, contentHtml, published, updated, categories, language, true);
    }
}
