package io.pulsefeed.timescale.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key that configures a topic, or one of its tables. A key ends in a topic or in a pattern of topics, such as
 * {@code fields.sensor-*}, and can end in the name of a table after a slash. For each key name, the topic itself has precedence
 * over a pattern, and a pattern with more literal characters over one with fewer.
 */
final class MappingKeys {

    /** Neither character is valid in the name of a topic. */
    private static final char WILDCARD = '*';

    private static final char TABLE_SEPARATOR = '/';

    private static final Comparator<PatternKey> BY_PRECEDENCE = Comparator.comparingInt(PatternKey::literals)
            .reversed()
            .thenComparing(key -> key.table() == null)
            .thenComparing(PatternKey::key);

    private final Map<String, String> properties;
    /** By key name. */
    private final Map<String, List<PatternKey>> patterns = new HashMap<>();

    /** @param table null for all tables of the topic */
    private record PatternKey(String key, String pattern, @Nullable String table, int literals) {}

    MappingKeys(Map<String, String> properties) {
        this.properties = properties;
        for (String key : properties.keySet()) {
            int wildcard = key.indexOf(WILDCARD);
            if (wildcard >= 0) {
                MappingKeyName.of(key).ifPresent(name -> patterns.computeIfAbsent(name, first -> new ArrayList<>())
                        .add(patternKey(key, key.substring(name.length() + 1))));
            }
        }
        patterns.values().forEach(keys -> keys.sort(BY_PRECEDENCE));
    }

    private static PatternKey patternKey(String key, String suffix) {
        int slash = suffix.indexOf(TABLE_SEPARATOR);
        String pattern = slash < 0 ? suffix : suffix.substring(0, slash);
        int literals = (int) pattern.chars().filter(c -> c != WILDCARD).count();
        return new PatternKey(key, pattern, slash < 0 ? null : suffix.substring(slash + 1), literals);
    }

    /** Returns the key with the highest precedence; {@code name.topic} if none is set. */
    String find(String name, String topic) {
        return find(name, topic, null);
    }

    /** @param table null for a key of the whole topic */
    String find(String name, String topic, @Nullable String table) {
        String topicKey = name + '.' + topic;
        String tableKey = topicKey + TABLE_SEPARATOR + table;
        if (table != null && properties.containsKey(tableKey)) {
            return tableKey;
        }
        if (properties.containsKey(topicKey)) {
            return topicKey;
        }
        for (PatternKey candidate : patterns.getOrDefault(name, List.of())) {
            boolean isForTable = candidate.table() == null || candidate.table().equals(table);
            if (isForTable && MappingKeyName.matches(candidate.pattern(), topic)) {
                return candidate.key();
            }
        }
        return topicKey;
    }

    /** Whether a key of the name, for all or some tables, applies to a topic. */
    boolean contains(String name, String topic) {
        String topicKey = name + '.' + topic;
        return properties.containsKey(topicKey)
                || properties.keySet().stream().anyMatch(key -> key.startsWith(topicKey + TABLE_SEPARATOR))
                || patterns.getOrDefault(name, List.of()).stream()
                        .anyMatch(key -> MappingKeyName.matches(key.pattern(), topic));
    }

    /** The patterns of topics in the keys of a name. */
    List<String> patternsOf(String name) {
        return patterns.getOrDefault(name, List.of()).stream()
                .map(PatternKey::pattern)
                .toList();
    }
}
