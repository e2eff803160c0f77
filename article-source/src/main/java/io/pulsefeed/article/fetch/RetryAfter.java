package io.pulsefeed.article.fetch;

import io.pulsefeed.article.date.DateParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses the {@code Retry-After} header (RFC 9110, section 10.2.3): seconds or an HTTP date. */
final class RetryAfter {

    private static final Duration MIN = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofHours(24);

    private RetryAfter() {}

    /** Clamped to 1 second .. 24 hours; empty if {@code value} is missing or invalid. */
    static Optional<Duration> parse(@Nullable String value, Instant now) {
        if (value == null) {
            return Optional.empty();
        }
        String text = value.strip();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(clamp(text.length() > 9 ? MAX : Duration.ofSeconds(Long.parseLong(text))));
        }
        return DateParser.parse(text, ZoneOffset.UTC)
                .filter(date -> date.precision().hasTime())
                .map(date -> clamp(Duration.between(now, date.instant())));
    }

    private static Duration clamp(Duration wait) {
        if (wait.compareTo(MIN) < 0) {
            return MIN;
        }
        return wait.compareTo(MAX) > 0 ? MAX : wait;
    }
}
