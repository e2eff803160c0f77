package io.pulsefeed.article.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "120, 120",
        "0, 1",
        "' 7 ', 7",
        "999999999999, 86400",
        "'Thu, 15 Jan 2026 10:00:30 GMT', 30",
        "'Thu, 15 Jan 2026 09:00:00 GMT', 1",
        "'Sat, 17 Jan 2026 10:00:00 GMT', 86400",
        "'Thursday, 15-Jan-26 10:01:00 GMT', 60",
        "'Thu Jan 15 10:01:00 2026', 60",
        "'Mon, 15 Jan 2026 10:01:00 GMT', 60",
        "'Thu, 15 Jan 2026 10:01:00 UTC', 60"
    })
    void parsesSecondsAndDates(String value, long seconds) {
        assertThat(RetryAfter.parse(value, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "2026-01-15"})
    void ignoresInvalidValues(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }

    @Test
    void missingHeaderIsEmpty() {
        assertThat(RetryAfter.parse(null, NOW)).isEmpty();
    }
}
