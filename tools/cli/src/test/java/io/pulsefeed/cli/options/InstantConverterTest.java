package io.pulsefeed.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class InstantConverterTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T08:00:00Z, 2026-01-01T08:00:00Z",
        "2026-01-01T08:00:00+02:00, 2026-01-01T06:00:00Z",
        "2026-01-01T08:00Z, 2026-01-01T08:00:00Z",
        "2026-01-01, 2026-01-01T00:00:00Z"
    })
    void parsesTimes(String text, Instant expected) {
        assertThat(new InstantConverter().convert(text)).isEqualTo(expected);
    }

    @Test
    void parsesEarliest() {
        assertThat(new InstantConverter().convert("earliest")).isEqualTo(InstantConverter.EARLIEST);
        assertThat(new InstantConverter().convert("1969-12-31T23:59:59.999Z")).isEqualTo(InstantConverter.EARLIEST);
        assertThat(new InstantConverter().convert("-999999999-01-01T00:00:00Z")).isEqualTo(InstantConverter.EARLIEST);
    }

    /** Its milliseconds would not fit into 64 bits. */
    @Test
    void rejectsTimesInTheFarFuture() {
        assertThatThrownBy(() -> new InstantConverter().convert("+999999999-01-01T00:00:00Z"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("too far in the future");
    }

    /** The meaning of a time without a zone would depend on the machine. */
    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-01-01T08:00:00", "2026-13-01", ""})
    void rejectsInvalidTimesWithAnExample(String text) {
        assertThatThrownBy(() -> new InstantConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("2026-01-01T08:00:00Z");
    }
}
