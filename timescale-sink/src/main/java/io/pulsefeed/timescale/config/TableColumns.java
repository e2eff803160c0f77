package io.pulsefeed.timescale.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * Lists of columns of single tables, such as {@code compress.segmentby.TABLE}.
 *
 * @param byTable entries as written, without the spaces around them
 */
public record TableColumns(Map<String, List<String>> byTable) {

    /** A column name: it is never quoted in the configuration. */
    static final String NAME = "[^\\s,\"']{1,63}";

    static TableColumns of(AbstractConfig config, String key) {
        Map<String, List<String>> byTable = new HashMap<>();
        config.originalsWithPrefix(key + ".").forEach((table, value) -> byTable.put(table, split((String) value)));
        return new TableColumns(Map.copyOf(byTable));
    }

    static List<String> split(String value) {
        return value.isBlank()
                ? List.of()
                : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    /**
     * Empty if the key of the table is not set; an empty list if its value is empty.
     *
     * @param table in whose name a backslash can precede a dot, also if the key is written without it
     */
    public Optional<List<String>> of(String table) {
        return Optional.ofNullable(byTable.getOrDefault(table, byTable.get(table.replace("\\.", "."))));
    }
}
