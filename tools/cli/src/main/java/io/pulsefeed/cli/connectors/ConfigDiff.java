package io.pulsefeed.cli.connectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The differences between a running configuration and a file, without values of secrets. */
final class ConfigDiff {

    /**
     * A key that differs.
     *
     * @param from value of the running connector; null if the key is added
     * @param to value of the file; null if the key is removed
     */
    record Difference(String key, @Nullable String from, @Nullable String to) {

        /** The difference on one line: + added, - removed, ~ changed. */
        String line() {
            if (from == null) {
                return "+ " + key + " = " + to;
            }
            return to == null ? "- " + key + " = " + from : "~ " + key + " = " + from + " -> " + to;
        }
    }

    private ConfigDiff() {}

    /** The keys that differ. Placeholders are compared unresolved. */
    static List<Difference> between(Map<String, String> running, Map<String, String> wanted) {
        List<Difference> differences = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(running.keySet());
        keys.addAll(wanted.keySet());
        for (String key : keys) {
            String before = running.get(key);
            String after = wanted.get(key);
            if (!Objects.equals(before, after)) {
                differences.add(new Difference(key, shown(key, before), shown(key, after)));
            }
        }
        return differences;
    }

    private static @Nullable String shown(String key, @Nullable String value) {
        return value == null ? null : Secrets.masked(key, value, "(hidden)");
    }
}
