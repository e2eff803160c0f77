package io.pulsefeed.cli.connectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The differences between a running configuration and a file as text, without values of secrets. */
final class ConfigDiff {

    private static final Pattern SECRET_KEY = Pattern.compile(
            "(?i).*(password|passwd|secret|token|credential|jaas|keystore\\.key|api.?key|user\\.info).*");
    private static final Pattern PLACEHOLDERS = Pattern.compile("(\\$\\{[^}]*})+");
    private static final Pattern SECRET_IN_URL =
            Pattern.compile("(?i)((?:password|token|secret)=)[^&\\s]+|(://[^/:@\\s]+:)[^@/\\s]+(?=@)");
    private static final String HIDDEN = "(hidden)";

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

    /** The value, or {@code (hidden)} if it is a secret. A placeholder is not a secret. */
    static String shown(String key, String value) {
        if (SECRET_KEY.matcher(key).matches() && !PLACEHOLDERS.matcher(value).matches()) {
            return HIDDEN;
        }
        return SECRET_IN_URL
                .matcher(value)
                .replaceAll(match ->
                        (match.group(1) == null ? match.group(2) : match.group(1)).replace("$", "\\$") + HIDDEN);
    }
}
