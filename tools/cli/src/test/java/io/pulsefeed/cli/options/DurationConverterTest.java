package io.pulsefeed.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {

    private final DurationConverter converter = new DurationConverter();

    @Test
    void parsesANumberWithItsUnit() {
        assertThat(converter.convert("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(converter.convert("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(converter.convert("5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(converter.convert("2h")).isEqualTo(Duration.ofHours(2));
        assertThat(converter.convert("45")).isEqualTo(Duration.ofSeconds(45));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-5s", "1d", "1.5s", "99999999999s"})
    void rejectsInvalidDurationsWithAnExample(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("60s");
    }

    /** Its nanoseconds would not fit into 64 bits. */
    @Test
    void rejectsDurationsOfMoreThanTenYears() {
        assertThat(converter.convert("87600h").toNanos()).isPositive();
        assertThatThrownBy(() -> converter.convert("999999999h"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'999999999h' is too long; use at most 87600h");
    }
}
