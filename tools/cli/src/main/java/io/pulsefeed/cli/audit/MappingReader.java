package io.pulsefeed.cli.audit;

import io.pulsefeed.cli.audit.MappedField.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the mapping keys of a sink's configuration. Mappings that it does not understand are reported, not guessed. */
final class MappingReader {

    private static final Set<String> UNITS = Set.of("s", "ms", "us", "ns", "iso");

    /** Not compared: a row that is replaced keeps its own, and a record without the header has the time of the sink. */
    private static final String RECEIVED = "kafka:received";

    private final Map<String, String> config = new HashMap<>();

    /** A mapping that cannot be audited. */
    static final class UnsupportedMapping extends Exception {

        private static final long serialVersionUID = 1L;

        UnsupportedMapping(String message) {
            super(message);
        }
    }

    MappingReader(Map<String, String> connectorConfig) {
        String profile = connectorConfig.getOrDefault("profile", "none");
        if (!profile.equals("none")) {
            config.putAll(profile(profile));
        }
        config.putAll(connectorConfig);
    }

    /** The files of the sink. */
    private static Map<String, String> profile(String name) {
        Map<String, String> keys = new HashMap<>();
        try (InputStream in = MappingReader.class.getResourceAsStream("/profiles/" + name + ".properties")) {
            if (in != null) {
                Properties properties = new Properties();
                properties.load(in);
                properties.forEach((key, value) -> keys.put((String) key, (String) value));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys;
    }

    List<String> tables(String topic) {
        return list(config.getOrDefault("table." + topic, topic));
    }

    TableMapping read(String topic, String table) throws UnsupportedMapping {
        try {
            return parse(topic, table);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // A sink does not start with it, but its configuration can be stored in the worker.
            throw new UnsupportedMapping("an entry of the mapping of " + topic + ", which is not valid");
        }
    }

    private TableMapping parse(String topic, String table) throws UnsupportedMapping {
        for (String key : List.of("route", "each", "step", "absent", "delete.mode")) {
            if (!find(key, topic, table).isEmpty()) {
                throw new UnsupportedMapping(key + "." + topic);
            }
        }
        String fields = find("fields", topic, table);
        if (fields.isEmpty()) {
            throw new UnsupportedMapping("fields." + topic + " is missing or a pattern");
        }
        List<MappedField> mapped = new ArrayList<>();
        for (String entry : list(fields)) {
            if (!entry.startsWith(RECEIVED)) {
                mapped.add(field(entry));
            }
        }
        return new TableMapping(
                topic,
                table,
                mapped,
                list(find("unique", topic, table)),
                find("conflict", topic, table).equals("first"),
                condition(find("when", topic, table)),
                find("unwrap", topic, table),
                values(find("values", topic, table)),
                spread(find("spread", topic, table)));
    }

    private String find(String name, String topic, String table) {
        String own = config.get(name + "." + topic + "/" + table);
        return own != null ? own : config.getOrDefault(name + "." + topic, "");
    }

    private static MappedField field(String entry) throws UnsupportedMapping {
        if (entry.contains("\\") || entry.equals("*")) {
            throw new UnsupportedMapping("the entry " + entry + " of fields");
        }
        List<String> parts = new ArrayList<>(Arrays.asList(entry.split(":", -1)));
        Origin origin = Origin.VALUE;
        String source = parts.remove(0);
        switch (source) {
            case "header" -> {
                origin = Origin.HEADER;
                source = parts.remove(0);
            }
            case "const" -> {
                origin = Origin.CONSTANT;
                source = parts.remove(0);
            }
            case "value" -> source = parts.remove(0);
            case "key" -> origin = Origin.KEY;
            case "kafka" -> {
                source = parts.remove(0);
                origin = Origin.valueOf(source.toUpperCase(Locale.ROOT));
            }
            case "spread" -> {
                source = parts.remove(0);
                origin = source.equals("name")
                        ? Origin.SPREAD_NAME
                        : source.equals("value") ? Origin.SPREAD_VALUE : Origin.SPREAD_LABEL;
            }
            default -> {
                if (source.startsWith("key.") || source.equals("each")) {
                    throw new UnsupportedMapping("the entry " + entry + " of fields");
                }
            }
        }
        List<List<String>> paths = origin == Origin.VALUE
                ? Arrays.stream(source.split("\\|"))
                        .map(path -> List.of(path.split("\\.")))
                        .toList()
                : List.of(List.of(source));
        String column = parts.isEmpty() || parts.get(0).isEmpty()
                ? paths.get(0).get(paths.get(0).size() - 1)
                : parts.get(0);
        String unit = parts.size() > 1 && UNITS.contains(parts.get(1)) ? parts.get(1) : "";
        return new MappedField(origin, paths, column, unit);
    }

    private static TableMapping.@Nullable Condition condition(String text) {
        if (text.isEmpty()) {
            return null;
        }
        boolean expected = !text.startsWith("!");
        String rest = expected ? text : text.substring(1);
        int equals = rest.indexOf('=');
        String source = equals < 0 ? rest : rest.substring(0, equals);
        String value = equals < 0 ? null : rest.substring(equals + 1).strip();
        boolean isHeader = source.startsWith("header:");
        String name = (isHeader ? source.substring("header:".length()) : source).strip();
        return new TableMapping.Condition(
                isHeader ? List.of(name) : List.of(name.split("\\.")), isHeader, value, expected);
    }

    private static Map<String, Map<String, String>> values(String text) {
        Map<String, Map<String, String>> values = new HashMap<>();
        for (String entry : list(text)) {
            int colon = entry.indexOf(':');
            int equals = entry.indexOf('=', colon);
            if (colon > 0 && equals > 0) {
                values.computeIfAbsent(entry.substring(0, colon), column -> new HashMap<>())
                        .put(entry.substring(colon + 1, equals), entry.substring(equals + 1));
            }
        }
        return values;
    }

    private static Map<String, Map<String, String>> spread(String text) {
        Map<String, Map<String, String>> fields = new LinkedHashMap<>();
        for (String entry : list(text)) {
            String[] words = entry.split("\\s+");
            Map<String, String> labels = new HashMap<>(Map.of("name", words[0]));
            for (int i = 1; i < words.length; i++) {
                int equals = words[i].indexOf('=');
                labels.put(words[i].substring(0, equals), words[i].substring(equals + 1));
            }
            fields.put(words[0], labels);
        }
        return fields;
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
