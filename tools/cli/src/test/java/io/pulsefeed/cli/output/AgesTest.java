package io.pulsefeed.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "9.94, 9.9 s",
        "10, 10 s",
        "119, 119 s",
        "120, 2 min",
        "7199, 120 min",
        "7200, 2.0 h",
        "172799, 48.0 h",
        "172800, 2 d"
    })
    void usesTheUnitThatPeopleRead(double seconds, String text) {
        assertThat(Ages.of(seconds)).isEqualTo(text);
    }

    @Test
    void neverShowsANegativeAge() {
        Instant now = Instant.EPOCH;

        assertThat(Ages.between(now.plusSeconds(5), now)).isEqualTo("0.0 s");
        assertThat(Ages.between(null, now)).isEqualTo("-");
    }
}
