package io.pulsefeed.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class StartTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T08:00:00Z, 2026-01-01T08:00:00Z",
        "2026-01-01T08:00:00+02:00, 2026-01-01T06:00:00Z",
        "2026-01-01T08:00Z, 2026-01-01T08:00:00Z",
        "2026-01-01, 2026-01-01T00:00:00Z"
    })
    void readsPointsInTime(String text, Instant expected) {
        assertThat(new StartTime().convert(text)).isEqualTo(expected);
    }

    @Test
    void readsTheBeginning() {
        assertThat(new StartTime().convert("earliest")).isEqualTo(StartTime.EARLIEST);
    }

    /** A time without a zone would be another one on another machine. */
    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-01-01T08:00:00", "2026-13-01", ""})
    void refusesOthersAndShowsTheForm(String text) {
        assertThatThrownBy(() -> new StartTime().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("2026-01-01T08:00:00Z");
    }
}
