package io.pulsefeed.timescale.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * An interval with overrides for single tables, such as {@code retention} and {@code retention.TABLE}.
 *
 * @param all empty when the key is not set
 * @param overrides by table; an empty one disables the setting for that table
 */
public record TableInterval(Optional<Interval> all, Map<String, Optional<Interval>> overrides) {

    static TableInterval of(AbstractConfig config, String key) {
        Map<String, Optional<Interval>> overrides = new HashMap<>();
        config.originalsWithPrefix(key + ".")
                .forEach((table, value) -> overrides.put(table, Interval.parse((String) value)));
        return new TableInterval(Interval.parse(config.getString(key)), Map.copyOf(overrides));
    }

    /** @param table in whose name a backslash can precede a dot, also if the override is written without it */
    public Optional<Interval> of(String table) {
        return overrides.getOrDefault(table, overrides.getOrDefault(table.replace("\\.", "."), all));
    }
}
