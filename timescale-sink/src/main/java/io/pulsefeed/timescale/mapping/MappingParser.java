package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.config.MappingConfig;
import io.pulsefeed.timescale.config.SchemaConfig;
import io.pulsefeed.timescale.schema.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parses the mapping keys. A key ends in the topic or in a pattern of topics, or in {@code topic/table} if a topic is written to
 * several tables. A slash is not valid in a topic name, so the keys are unambiguous.
 */
public final class MappingParser {

    private static final String ALL_FIELDS = "*";
    private static final String HEADER = "header:";

    private final MappingConfig config;
    private final Map<String, String> properties;
    private final MappingKeys keys;
    private final String extraColumn;

    public MappingParser(MappingConfig config, SchemaConfig schema) {
        this.config = config;
        this.properties = config.properties();
        this.keys = new MappingKeys(properties);
        this.extraColumn = schema.extraColumn();
    }

    /**
     * Parses the mappings of all topics that are known at the start.
     *
     * @throws MappingException with the name of the first invalid key
     */
    public static List<TopicMapping> parse(MappingConfig mappings, SchemaConfig schema) {
        return new MappingParser(mappings, schema).parseAll();
    }

    /** @throws MappingException with the name of the first invalid key */
    public List<TopicMapping> parseAll() {
        return config.topics().stream().map(this::parseTopic).toList();
    }

    /** Whether the records of a topic can be written, also if the topic is not known at the start. */
    public boolean isMapped(String topic) {
        return keys.contains("fields", topic);
    }

    /** A topic for each pattern of topics, so that an invalid mapping is found before the first record of such a topic. */
    public List<String> samplesOfPatterns() {
        return keys.patternsOf("fields").stream()
                .map(pattern -> pattern.replace("*", "x"))
                .distinct()
                .toList();
    }

    /** The key in the configuration that applies when an error is reported at {@code key}, which names a topic. */
    public String configuredKey(String key) {
        return MappingKeyName.of(key)
                .map(name -> keys.find(name, MappingKeyName.topicOf(key, name)))
                .filter(found -> !properties.containsKey(key))
                .orElse(key);
    }

    /** @throws MappingException with the name of the first invalid key */
    public TopicMapping parseTopic(String topic) {
        List<TableMapping> tables = new ArrayList<>();
        List<String> names = list(keys.find("table", topic));
        boolean isNamedByTopic = names.isEmpty();
        if (isNamedByTopic) {
            tables.add(parseTable(topic, topic, Sql.escaped(topic)));
        }
        for (String table : names) {
            tables.add(parseTable(topic, table, table));
        }
        TopicMapping mapping = new TopicMapping(
                topic,
                List.copyOf(tables),
                isNamedByTopic,
                route(topic, tables.size()),
                properties.get(keys.find("unwrap", topic)),
                choice(keys.find("delete.mode", topic), DeleteMode.NONE));
        checkUnwrapped(mapping);
        return extraColumn.isEmpty() || mapping.plainTable() == null
                ? mapping
                : mapping.withMappings(List.of(new FieldMapping(new Source.Rest(), extraColumn, "jsonb", null)));
    }

    /** The fields of an unwrapped object are those of the record, so the object itself has no value. */
    private void checkUnwrapped(TopicMapping mapping) {
        List<String> unwrapped = mapping.unwrap() == null ? List.of() : List.of(mapping.unwrap());
        for (TableMapping table : mapping.tables()) {
            for (FieldMapping field : table.fields()) {
                if (field.source() instanceof Source.Field source
                        && source.paths().contains(unwrapped)) {
                    throw new MappingException(
                            keys.find("unwrap", mapping.topic()),
                            "the object " + mapping.unwrap() + " cannot be mapped to column " + field.column()
                                    + " and be unwrapped: map its fields");
                }
            }
        }
    }

    private @Nullable Source route(String topic, int tables) {
        String key = keys.find("route", topic);
        @Nullable String text = properties.get(key);
        if (text == null) {
            return null;
        }
        if (tables < 2) {
            throw new MappingException(
                    key, "requires the tables to choose from, for example table." + topic + " = trades, quotes");
        }
        return address(key, text, text);
    }

    /** @param name as written in the configuration, which also ends the keys of the table */
    private TableMapping parseTable(String topic, String name, String table) {
        String fieldsKey = keys.find("fields", topic, name);
        List<FieldMapping> fields = new ArrayList<>();
        for (String entry : list(fieldsKey)) {
            fields.add(
                    entry.equals(ALL_FIELDS)
                            ? new FieldMapping(new Source.AllFields(), ALL_FIELDS, null, null)
                            : new SourceParser(fieldsKey).parse(entry));
        }
        if (fields.isEmpty()) {
            throw new MappingException(
                    "fields." + topic,
                    "topic " + topic + " has no mapping: list its fields, for example fields." + topic
                            + " = timestamp:time:s, device.id, value, or set a profile that maps the topic");
        }
        @Nullable List<String> each = path(keys.find("each", topic, name));
        List<SpreadField> spread = spread(keys.find("spread", topic, name));
        checkRowSources(fieldsKey, fields, each, spread);
        checkColumns(fieldsKey, fields);
        return new TableMapping(
                topic,
                table,
                List.copyOf(fields),
                each,
                path(keys.find("step", topic, name)),
                spread,
                condition(keys.find("when", topic, name)),
                list(keys.find("unique", topic, name)),
                isKeepFirst(keys.find("conflict", topic, name)),
                renamedValues(keys.find("values", topic, name)),
                choice(keys.find("absent", topic, name), AbsentFields.NULL));
    }

    private static void checkRowSources(
            String key, List<FieldMapping> fields, @Nullable List<String> each, List<SpreadField> spread) {
        for (FieldMapping field : fields) {
            Source source = field.source();
            if (each == null && (source instanceof Source.Element || source instanceof Source.ElementIndex)) {
                throw new MappingException(key, "each: requires the path of an array, for example each.TOPIC = values");
            }
            if (spread.isEmpty() && (source instanceof Source.SpreadValue || source instanceof Source.SpreadLabel)) {
                throw new MappingException(
                        key, "spread: requires a list of fields, for example spread.TOPIC = temperature, humidity");
            }
        }
    }

    private static void checkColumns(String key, List<FieldMapping> fields) {
        Set<String> columns = new HashSet<>();
        for (FieldMapping field : fields) {
            if (!columns.add(field.column())) {
                throw new MappingException(
                        key,
                        "column " + field.column()
                                + " is mapped twice. To use the first of two fields that is present, write"
                                + " first|second:" + field.column());
            }
        }
    }

    private @Nullable List<String> path(String key) {
        @Nullable String text = properties.get(key);
        return text == null ? null : new SourceParser(key).path(text, text);
    }

    private @Nullable Condition condition(String key) {
        @Nullable String text = properties.get(key);
        if (text == null) {
            return null;
        }
        boolean expected = !text.trim().startsWith("!");
        String condition = expected ? text.trim() : text.trim().substring(1);
        int equals = condition.indexOf('=');
        return equals < 0
                ? new Condition(address(key, condition, text), null, expected)
                : new Condition(
                        address(key, condition.substring(0, equals), text),
                        condition.substring(equals + 1).trim(),
                        expected);
    }

    /** A field of the value, or a header. */
    private static Source address(String key, String address, String entry) {
        String text = address.trim();
        if (!text.startsWith(HEADER)) {
            return new Source.Field(List.of(new SourceParser(key).path(text, entry)));
        }
        String name = text.substring(HEADER.length()).trim();
        if (name.isEmpty()) {
            throw new MappingException(key, "'" + entry + "' has no name after header:");
        }
        return new Source.Header(name);
    }

    private boolean isKeepFirst(String key) {
        String text = properties.getOrDefault(key, "last").trim();
        if (!text.equals("first") && !text.equals("last")) {
            throw new MappingException(key, "must be first or last, not '" + text + "'");
        }
        return text.equals("first");
    }

    private <E extends Enum<E>> E choice(String key, E defaultValue) {
        String text = properties.getOrDefault(key, defaultValue.name()).trim();
        for (E candidate : defaultValue.getDeclaringClass().getEnumConstants()) {
            if (candidate.name().equalsIgnoreCase(text)) {
                return candidate;
            }
        }
        throw new MappingException(
                key,
                "must be one of "
                        + Arrays.stream(defaultValue.getDeclaringClass().getEnumConstants())
                                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ", not '" + text + "'");
    }

    /** Parses entries such as {@code temp unit=celsius}: a path, then labels. */
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
                    throw new MappingException(key, "'" + words[i] + "' must have the form label=text");
                }
                labels.put(words[i].substring(0, equals), words[i].substring(equals + 1));
            }
            fields.add(new SpreadField(path, Map.copyOf(labels)));
        }
        return List.copyOf(fields);
    }

    private Map<String, Map<String, String>> renamedValues(String key) {
        Map<String, Map<String, String>> renamed = new LinkedHashMap<>();
        for (String entry : list(key)) {
            int colon = entry.indexOf(':');
            int equals = entry.indexOf('=');
            if (colon < 1 || equals < colon) {
                throw new MappingException(key, "'" + entry + "' must have the form column:from=to");
            }
            renamed.computeIfAbsent(entry.substring(0, colon), column -> new LinkedHashMap<>())
                    .put(entry.substring(colon + 1, equals), entry.substring(equals + 1));
        }
        return renamed;
    }

    /** Splits comma-separated entries. A comma in parentheses, as in {@code numeric(10,2)}, does not separate. */
    private List<String> list(String key) {
        List<String> entries = new ArrayList<>();
        int depth = 0;
        StringBuilder entry = new StringBuilder();
        for (char c : (properties.getOrDefault(key, "") + ",").toCharArray()) {
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
