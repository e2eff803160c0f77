package io.pulsefeed.timescale.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * An interval with overrides for single tables, such as {@code retention} and {@code retention.TABLE}.
 *
 * @param all empty when the key is not set, or is empty text
 * @param isAllSet whether the key is set, also to empty text
 * @param overrides by table; an empty one disables the setting for that table
 */
public record TableInterval(Optional<Interval> all, boolean isAllSet, Map<String, Optional<Interval>> overrides) {

    static TableInterval of(AbstractConfig config, String key) {
        Map<String, Optional<Interval>> overrides = new HashMap<>();
        config.originalsWithPrefix(key + ".")
                .forEach((table, value) -> overrides.put(table, Interval.parse((String) value)));
        return new TableInterval(
                Interval.parse(config.getString(key)), config.originals().containsKey(key), Map.copyOf(overrides));
    }

    /** @param table in whose name a backslash can precede a dot, also if the override is written without it */
    public Optional<Interval> of(String table) {
        return overrides.getOrDefault(table, overrides.getOrDefault(table.replace("\\.", "."), all));
    }

    /** Whether the configuration decides about this table: with an interval, or with empty text, which disables the setting. */
    public boolean isSet(String table) {
        return isAllSet || overrides.containsKey(table) || overrides.containsKey(table.replace("\\.", "."));
    }
}
