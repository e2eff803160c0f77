package io.pulsefeed.timescale.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingKeysTest {

    @ParameterizedTest
    @CsvSource({
        "sensor-*, sensor-1, true",
        "sensor-*, sensor-, true",
        "sensor-*, sensors, false",
        "sensor-*, my-sensor-1, false",
        "*, anything, true",
        "*.eu, orders.eu, true",
        "*.eu, orders.eu.old, false",
        "a*a, a, false",
        "a*a, aa, true",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-c-b, false",
        "a*bc*c, abc, false",
        "orders, orders, true",
        "orders, orders2, false",
        "a.c, abc, false"
    })
    void matchesWildcards(String pattern, String topic, boolean matches) {
        assertThat(MappingKeyName.matches(pattern, topic)).isEqualTo(matches);
    }

    @Property
    void matchesWhatARegularExpressionMatches(
            @ForAll @CharRange(from = 'a', to = 'b') @CharRange(from = '*', to = '*') @StringLength(max = 6)
                    String pattern,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 8) String topic) {
        assertThat(MappingKeyName.matches(pattern, topic)).isEqualTo(topic.matches(pattern.replace("*", ".*")));
    }

    @ParameterizedTest
    @CsvSource({
        "fields, sensor-1, , fields.sensor-1",
        "fields, sensor-2, , fields.sensor-*",
        "fields, sensor-kitchen-1, , fields.sensor-kitchen-*",
        "fields, lamp-1, , fields.*",
        "unique, sensor-1, , unique.sensor-*",
        "table, sensor-1, , table.sensor-1",
        "fields, sensor-1, raw, fields.sensor-1/raw",
        "fields, sensor-2, raw, fields.sensor-*/raw",
        "fields, sensor-2, other, fields.sensor-*",
        "delete.mode, sensor-1, , delete.mode.sensor-*",
    })
    void prefersTheTopicThenThePatternWithMoreLiterals(String name, String topic, String table, String key) {
        MappingKeys keys = new MappingKeys(Map.of(
                "fields.*", "a",
                "fields.sensor-*", "b",
                "fields.sensor-*/raw", "b",
                "fields.sensor-kitchen-*", "c",
                "fields.sensor-1", "d",
                "fields.sensor-1/raw", "d",
                "unique.sensor-*", "a",
                "delete.mode.sensor-*", "key"));
        assertThat(keys.find(name, topic, table)).isEqualTo(key);
    }
}
