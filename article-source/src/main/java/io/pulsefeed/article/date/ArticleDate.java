package io.pulsefeed.article.date;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The publication date of an article.
 *
 * @param instant 00:00 in the zone of the site or text if the precision is a day
 * @param offset of the text, or of the site if the text has none
 */
public record ArticleDate(Instant instant, ZoneOffset offset, DatePrecision precision, DateSource source) {

    /** The date of an article without a date. */
    public static ArticleDate fetched(Instant instant) {
        return new ArticleDate(instant, ZoneOffset.UTC, DatePrecision.NONE, DateSource.FETCH);
    }

    /** The day in the time zone of the page. */
    public LocalDate localDay() {
        return instant.atOffset(offset).toLocalDate();
    }
}
