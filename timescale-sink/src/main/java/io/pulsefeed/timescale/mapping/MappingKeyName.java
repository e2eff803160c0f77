package io.pulsefeed.timescale.mapping;

import java.util.List;
import java.util.Optional;

/** The names of the keys that end in a topic, without the topic: {@code fields} in {@code fields.orders}. */
public final class MappingKeyName {

    private static final List<String> NAMES = List.of(
            "table",
            "fields",
            "unique",
            "conflict",
            "each",
            "step",
            "spread",
            "when",
            "route",
            "values",
            "unwrap",
            "absent",
            "delete.mode");

    private MappingKeyName() {}

    /** @return the name of a mapping key; empty for another key */
    public static Optional<String> of(String key) {
        return NAMES.stream().filter(name -> key.startsWith(name + '.')).findFirst();
    }

    /** The topic, or the pattern of topics, of a mapping key with the given name. */
    public static String topicOf(String key, String name) {
        return key.substring(name.length() + 1).replaceFirst("/.*", "");
    }

    /** Whether a topic matches a pattern, whose wildcards match any number of characters. */
    public static boolean matches(String pattern, String topic) {
        String[] literals = pattern.split("\\*", -1);
        if (literals.length == 1) {
            return pattern.equals(topic);
        }
        String first = literals[0];
        String last = literals[literals.length - 1];
        if (!topic.startsWith(first) || !topic.endsWith(last) || topic.length() < first.length() + last.length()) {
            return false;
        }
        int from = first.length();
        int end = topic.length() - last.length();
        for (int i = 1; i < literals.length - 1; i++) {
            int at = topic.indexOf(literals[i], from);
            if (at < 0 || at + literals[i].length() > end) {
                return false;
            }
            from = at + literals[i].length();
        }
        return true;
    }
}
