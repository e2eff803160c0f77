package io.pulsefeed.article.date;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A parsed date.
 *
 * @param instant 00:00 in the default zone if the text has no time of day
 * @param offset the offset of the text, or of the default zone at that time; {@link #localDay} depends on it
 */
public record ParsedDate(Instant instant, ZoneOffset offset, DatePrecision precision) {

    public boolean dayOnly() {
        return !precision.hasTime();
    }

    /** The day in the time zone of the text. */
    public LocalDate localDay() {
        return instant.atOffset(offset).toLocalDate();
    }
}
