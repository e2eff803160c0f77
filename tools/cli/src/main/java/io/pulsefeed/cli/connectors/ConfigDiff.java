package io.pulsefeed.cli.connectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The differences between a running configuration and a file as text, without values of secrets. */
final class ConfigDiff {

    private ConfigDiff() {}

    /** One line for each key that differs: + added, - removed, ~ changed. Placeholders are compared unresolved. */
    static List<String> between(Map<String, String> running, Map<String, String> wanted) {
        List<String> lines = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(running.keySet());
        keys.addAll(wanted.keySet());
        for (String key : keys) {
            String before = running.get(key);
            String after = wanted.get(key);
            if (before == null) {
                lines.add("+ " + key + " = " + shown(key, after));
            } else if (after == null) {
                lines.add("- " + key + " = " + shown(key, before));
            } else if (!before.equals(after)) {
                lines.add("~ " + key + " = " + shown(key, before) + " -> " + shown(key, after));
            }
        }
        return lines;
    }

    private static String shown(String key, String value) {
        return Secrets.masked(key, value, "(hidden)");
    }
}
