package io.pulsefeed.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionTest {

    @ParameterizedTest
    @CsvSource({
        "2.18.0, true",
        "2.18, true",
        "2.9.3, true",
        "1.99.99, true",
        "2.18.1, false",
        "2.18.2-dev, false",
        "2.100.0, false",
        "3.0, false",
        "unknown, false"
    })
    void comparesVersionsAsNumbers(String version, boolean expected) {
        assertThat(new Extension(version, "public").isOlderThan(2, 18, 1)).isEqualTo(expected);
    }

    @Test
    void qualifiesFunctionsWithTheQuotedSchema() {
        assertThat(new Extension("2.29.2", "My Schema").function("by_range")).isEqualTo("\"My Schema\".by_range");
    }
}
