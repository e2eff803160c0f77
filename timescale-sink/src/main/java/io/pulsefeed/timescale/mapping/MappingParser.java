package io.pulsefeed.timescale.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the mapping keys of a configuration. A key ends in the topic, or in {@code topic/table} where a topic feeds several
 * tables; a slash cannot occur in a topic's name, so no key is ambiguous.
 */
public final class MappingParser {

    private static final String EXTRA_COLUMN = "extra.column";

    private final Map<String, String> settings;

    public MappingParser(Map<String, String> settings) {
        this.settings = settings;
    }

    /** @throws MappingException naming the key that is wrong */
    public TopicMapping parse(String topic) {
        List<TableMapping> tables = new ArrayList<>();
        List<String> names = list("table." + topic);
        if (names.isEmpty()) {
            names = List.of(topic);
        }
        for (String table : names) {
            tables.add(parseTable(topic, table));
        }
        TopicMapping mapping = new TopicMapping(topic, List.copyOf(tables), settings.get("unwrap." + topic));
        String extra = settings.getOrDefault(EXTRA_COLUMN, "");
        return extra.isBlank() || mapping.plainTable() == null
                ? mapping
                : mapping.withMappings(List.of(new FieldMapping(new Source.Rest(), extra.trim(), "jsonb", null)));
    }

    private TableMapping parseTable(String topic, String table) {
        String fieldsKey = keyOf("fields", topic, table);
        List<FieldMapping> fields = new ArrayList<>();
        for (String entry : list(fieldsKey)) {
            fields.add(new SourceParser(fieldsKey).parse(entry));
        }
        if (fields.isEmpty()) {
            throw new MappingException(
                    "fields." + topic,
                    "topic " + topic + " has no mapping: list its fields, for example fields." + topic
                            + " = timestamp:time:s, device.id, value, or choose a profile that knows the topic");
        }
        List<String> each = path(keyOf("each", topic, table));
        List<SpreadField> spread = spread(keyOf("spread", topic, table));
        checkRowSources(fieldsKey, fields, each, spread);
        return new TableMapping(
                topic,
                table,
                List.copyOf(fields),
                each,
                path(keyOf("step", topic, table)),
                spread,
                condition(keyOf("when", topic, table)),
                list(keyOf("unique", topic, table)),
                keepFirst(keyOf("conflict", topic, table)),
                values(keyOf("values", topic, table)));
    }

    private static void checkRowSources(
            String key, List<FieldMapping> fields, List<String> each, List<SpreadField> spread) {
        for (FieldMapping field : fields) {
            Source source = field.source();
            if (each == null && (source instanceof Source.Element || source instanceof Source.ElementIndex)) {
                throw new MappingException(key, "each: needs the array, for example each.TOPIC = values");
            }
            if (spread.isEmpty() && (source instanceof Source.SpreadValue || source instanceof Source.SpreadLabel)) {
                throw new MappingException(
                        key, "spread: needs the fields, for example spread.TOPIC = temperature, humidity");
            }
        }
    }

    private String keyOf(String name, String topic, String table) {
        String narrow = name + "." + topic + "/" + table;
        return settings.containsKey(narrow) ? narrow : name + "." + topic;
    }

    private List<String> path(String key) {
        String text = settings.get(key);
        return text == null ? null : new SourceParser(key).path(text, text);
    }

    private Condition condition(String key) {
        String text = settings.get(key);
        if (text == null) {
            return null;
        }
        boolean present = !text.trim().startsWith("!");
        String path = present ? text.trim() : text.trim().substring(1);
        return new Condition(new SourceParser(key).path(path, text), present);
    }

    private boolean keepFirst(String key) {
        String text = settings.getOrDefault(key, "last").trim();
        if (!text.equals("first") && !text.equals("last")) {
            throw new MappingException(key, "'" + text + "' is neither first nor last");
        }
        return text.equals("first");
    }

    /** Entries such as {@code temp unit=celsius}: a path, then labels. */
    private List<SpreadField> spread(String key) {
        List<SpreadField> fields = new ArrayList<>();
        for (String entry : list(key)) {
            String[] words = entry.split("\\s+");
            List<String> path = new SourceParser(key).path(words[0], entry);
            Map<String, String> labels = new LinkedHashMap<>();
            labels.put("name", path.get(path.size() - 1));
            for (int i = 1; i < words.length; i++) {
                int equals = words[i].indexOf('=');
                if (equals < 1) {
                    throw new MappingException(key, "'" + words[i] + "' is not label=text");
                }
                labels.put(words[i].substring(0, equals), words[i].substring(equals + 1));
            }
            fields.add(new SpreadField(path, Map.copyOf(labels)));
        }
        return List.copyOf(fields);
    }

    private Map<String, Map<String, String>> values(String key) {
        Map<String, Map<String, String>> renamed = new LinkedHashMap<>();
        for (String entry : list(key)) {
            int colon = entry.indexOf(':');
            int equals = entry.indexOf('=');
            if (colon < 1 || equals < colon) {
                throw new MappingException(key, "'" + entry + "' is not column:from=to");
            }
            renamed.computeIfAbsent(entry.substring(0, colon), column -> new LinkedHashMap<>())
                    .put(entry.substring(colon + 1, equals), entry.substring(equals + 1));
        }
        return renamed;
    }

    /** Comma-separated entries; a comma in brackets, as in {@code numeric(10,2)}, belongs to its entry. */
    private List<String> list(String key) {
        List<String> entries = new ArrayList<>();
        int depth = 0;
        StringBuilder entry = new StringBuilder();
        for (char c : (settings.getOrDefault(key, "") + ",").toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth <= 0) {
                if (!entry.toString().isBlank()) {
                    entries.add(entry.toString().trim());
                }
                entry.setLength(0);
            } else {
                entry.append(c);
            }
        }
        return entries;
    }
}
