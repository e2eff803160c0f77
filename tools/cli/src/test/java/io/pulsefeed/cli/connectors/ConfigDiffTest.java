package io.pulsefeed.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigDiffTest {

    @Test
    void listsAddedRemovedAndChangedKeysInOrder() {
        var lines = ConfigDiff.between(
                Map.of("tasks.max", "1", "topics", "a", "same", "x"),
                Map.of("tasks.max", "3", "batch.max.rows", "5", "same", "x"));

        assertThat(lines)
                .extracting(ConfigDiff.Difference::line)
                .containsExactly("+ batch.max.rows = 5", "~ tasks.max = 1 -> 3", "- topics = a");
    }

    @Test
    void isEmptyForEqualConfigurationsWithPlaceholders() {
        var config = Map.of("connection.password", "${env:PULSEFEED_DB_PASSWORD}");

        assertThat(ConfigDiff.between(config, Map.copyOf(config))).isEmpty();
    }

    @Test
    void reportsAChangedSecretWithoutItsValues() {
        var lines = ConfigDiff.between(
                Map.of("connection.password", "before-1f"), Map.of("connection.password", "after-2e"));

        assertThat(lines)
                .extracting(ConfigDiff.Difference::line)
                .containsExactly("~ connection.password = (hidden) -> (hidden)");
    }

    @ParameterizedTest
    @CsvSource({
        "connection.password, hunter2",
        "basic.auth.user.info, me:hunter2",
        "producer.override.sasl.jaas.config, org.x.ScramLoginModule required password=hunter2;",
        "api.key, hunter2",
        "connection.url, jdbc:postgresql://h/db?user=me&password=hunter2&ssl=true",
        "proxy.url, http://me:hunter2@proxy:8080",
        "connection.password, ${env:X}hunter2"
    })
    void neverShowsASecret(String key, String value) {
        assertThat(Secrets.masked(key, value, "(hidden)"))
                .doesNotContain("hunter2")
                .contains("(hidden)");
    }

    @ParameterizedTest
    @CsvSource({
        "connection.password, ${env:PULSEFEED_DB_PASSWORD}",
        "connection.url, jdbc:postgresql://h/db?ssl=true",
        "key.converter, org.apache.kafka.connect.storage.StringConverter"
    })
    void showsValuesThatAreNotSecret(String key, String value) {
        assertThat(Secrets.masked(key, value, "(hidden)")).isEqualTo(value);
    }
}
