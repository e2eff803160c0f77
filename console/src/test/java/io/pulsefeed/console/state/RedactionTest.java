package io.pulsefeed.console.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connection.password = hunter2 is wrong|connection.password = (hidden) is wrong",
                "jdbc:postgresql://db/x?user=a&password=hunter2&ssl=true|jdbc:postgresql://db/x?user=a&password=(hidden)&ssl=true",
                "{\"api_key\": \"hunter2\", \"a\": 1}|{\"api_key\": (hidden), \"a\": 1}",
                "cannot reach https://me:hunter2@host/path|cannot reach https://me:(hidden)@host/path",
                "value {\"patient_id\":\"hunter2\",\"bpm\":60}|value {\"patient_id\":(hidden),\"bpm\":60}",
                "the password is wrong|the password is wrong"
            })
    void hidesSecrets(String text, String expected) {
        assertThat(Redaction.of(text)).isEqualTo(expected);
    }
}
