package io.pulsefeed.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.timescale.config.RequiredEdition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditionTest {

    @ParameterizedTest
    @CsvSource({
        "PLAIN, ANY, true",
        "PLAIN, APACHE, false",
        "PLAIN, COMMUNITY, false",
        "APACHE, ANY, true",
        "APACHE, APACHE, true",
        "APACHE, COMMUNITY, false",
        "COMMUNITY, ANY, true",
        "COMMUNITY, APACHE, true",
        "COMMUNITY, COMMUNITY, true"
    })
    void satisfiesTheRequiredEditionOrAHigherOne(Edition edition, RequiredEdition required, boolean expected) {
        assertThat(edition.satisfies(required)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, 0", "APACHE, 1", "COMMUNITY, 2"})
    void keepsTheValueOfTheMetric(Edition edition, int value) {
        assertThat(edition.metricValue()).isEqualTo(value);
    }
}
