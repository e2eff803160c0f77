package io.pulsefeed.system;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.types.Password;

/** The configuration reference of a connector in Markdown: one table per group, in the order of the form. */
final class ConfigReference {

    private ConfigReference() {}

    static String toMarkdown(ConfigDef definition) {
        Map<String, List<ConfigKey>> groups = definition.configKeys().values().stream()
                .filter(key -> !key.internalConfig)
                .collect(Collectors.groupingBy(key -> key.group, LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        groups.forEach((group, keys) -> {
            text.append("\n### ").append(group).append("\n\n");
            text.append("| key | type | default | valid values | importance | what it does |\n");
            text.append("| --- | --- | --- | --- | --- | --- |\n");
            keys.stream()
                    .sorted((a, b) -> Integer.compare(a.orderInGroup, b.orderInGroup))
                    .forEach(key -> text.append(row(key)));
        });
        return text.append('\n').toString();
    }

    private static String row(ConfigKey key) {
        return "| `" + key.name + "` | " + lower(key.type) + " | " + defaultOf(key) + " | " + validValues(key) + " | "
                + lower(key.importance) + " | " + cell(key.documentation) + " |\n";
    }

    private static String defaultOf(ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        Object value = key.defaultValue;
        if (value == null || value instanceof Password) {
            return "";
        }
        String text = key.type == Type.LIST ? String.join(",", strings(value)) : value.toString();
        return text.isEmpty() ? "empty" : "`" + cell(text) + "`";
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    private static String validValues(ConfigKey key) {
        return key.validator == null ? "" : cell(key.validator.toString());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replaceAll("\\s*\\R\\s*", " ");
    }
}
