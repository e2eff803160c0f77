package io.pulsefeed.article.fetch;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads the {@code Retry-After} header (RFC 9110, 10.2.3): seconds or an HTTP date. */
final class RetryAfter {

    private static final Duration FLOOR = Duration.ofSeconds(1);
    private static final Duration CAP = Duration.ofHours(24);

    private RetryAfter() {}

    /** Between a second and a day; empty when there is none or it cannot be read. */
    static Optional<Duration> parse(String value, Instant now) {
        if (value == null) {
            return Optional.empty();
        }
        String text = value.strip();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(clamp(text.length() > 9 ? CAP : Duration.ofSeconds(Long.parseLong(text))));
        }
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(clamp(Duration.between(now, at)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Duration clamp(Duration wait) {
        if (wait.compareTo(FLOOR) < 0) {
            return FLOOR;
        }
        return wait.compareTo(CAP) > 0 ? CAP : wait;
    }
}
