package io.pulsefeed.timescale.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class TimescaleSinkConnectorConfigTest {

    @Test
    void overridesIntervalsForSingleTables() {
        SchemaConfig schema = config("retention", "90 days", "retention.ticks", "1 week", "retention.audit", "")
                .schema();

        assertThat(schema.retention().of("other")).contains(new Interval(90, "days"));
        assertThat(schema.retention().of("ticks").map(Interval::duration)).contains(Duration.ofDays(7));
        assertThat(schema.retention().of("audit")).isEmpty();
        assertThat(schema.compressAfter().of("ticks")).isEmpty();
    }

    @Test
    void overridesTheMappingOfTheProfile() {
        MappingConfig mappings = config(
                        "profile", "cryptoviz", "topics", "rawtrade, other,rawtrade", "table.rawtrade", "trades")
                .mappings();

        assertThat(mappings.topics()).containsExactly("rawtrade", "other");
        assertThat(mappings.properties())
                .containsEntry("table.rawtrade", "trades")
                .containsEntry("conflict.rawtrade", "first");
    }

    @Test
    void mapsEveryTopicWithFieldsIfTopicsIsARegularExpression() {
        assertThat(config("topics.regex", ".*", "fields.b/first", "x", "fields.b/second", "x", "fields.a", "x")
                        .mappings()
                        .topics())
                .containsExactly("a", "b");
    }

    @Test
    void createsOnlyTablesOfTheProfileByDefault() {
        assertThat(config("profile", "emotibit").tables().createsTable(true)).isTrue();
        assertThat(config("profile", "emotibit").tables().createsTable(false)).isFalse();
        assertThat(config().tables().createsTable(true)).isFalse();
        assertThat(config("auto.create", "true").tables().createsTable(false)).isTrue();
        assertThat(config("auto.create", "false", "profile", "emotibit")
                        .tables()
                        .createsTable(true))
                .isFalse();
    }

    @Test
    void relativeTimeLimitsFollowTheClock() {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1_000_000), ZoneOffset.UTC);

        assertThat(TimeLimit.parse("now-90m").epochMicros(clock).getAsLong()).isEqualTo(994_600_000_000L);
        assertThat(TimeLimit.parse("now+1d").epochMicros(clock).getAsLong()).isEqualTo(1_086_400_000_000L);
        assertThat(TimeLimit.parse("now").epochMicros(clock).getAsLong()).isEqualTo(1_000_000_000_000L);
        assertThat(TimeLimit.parse("1970-01-01T00:00:01.000002Z")
                        .epochMicros(clock)
                        .getAsLong())
                .isEqualTo(1_000_002L);
        assertThatThrownBy(() -> TimeLimit.parse("now 1d")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isTheFirstTaskWithoutATaskIdentity() {
        assertThat(config("name", "sink").taskId()).hasToString("sink-0");
        assertThat(config().taskId().connector()).isEqualTo("timescale-sink");
        assertThat(config().taskId().isFirst()).isTrue();
    }

    @Test
    void rejectsAnotherDatabase() {
        assertThatThrownBy(() -> config("connection.url", "jdbc:mysql://db/x"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("connection.url")
                .hasMessageContaining("jdbc:postgresql:");
    }

    private static TimescaleSinkConnectorConfig config(String... properties) {
        Map<String, String> all = new HashMap<>(Map.of("connection.url", "jdbc:postgresql://db/x"));
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        return new TimescaleSinkConnectorConfig(all);
    }
}
