package io.pulsefeed.cli.mapping;

import io.pulsefeed.timescale.config.MappingConfig;
import io.pulsefeed.timescale.config.SchemaConfig;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.mapping.FieldMapping;
import io.pulsefeed.timescale.mapping.MappingException;
import io.pulsefeed.timescale.mapping.MappingParser;
import io.pulsefeed.timescale.mapping.Source;
import io.pulsefeed.timescale.mapping.TableMapping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the entries of the sink's mapping. Each is parsed again by the sink: a field with a name that the mapping cannot express, such as
 * one with a comma, is found here and not when records are missing.
 */
final class FieldEntry {

    private static final Set<String> PREFIXES = Set.of("value", "header", "kafka", "each", "spread", "const", "key");
    private static final String TOPIC = "t";
    private static final SchemaConfig SCHEMA =
            new TimescaleSinkConnectorConfig(Map.of("connection.url", "jdbc:postgresql://localhost/none")).schema();

    private FieldEntry() {}

    /** The path in the notation of the mapping. */
    static String path(List<String> path) {
        return path.stream().map(FieldEntry::escaped).collect(Collectors.joining("."));
    }

    private static String escaped(String name) {
        StringBuilder text = new StringBuilder();
        for (char c : name.toCharArray()) {
            if (c == '\\') {
                // An entry is split at colons, bars and dots in turn, and each step removes one level.
                text.append("\\\\\\\\\\\\\\\\");
            } else {
                text.append(".:|".indexOf(c) >= 0 ? "\\" : "").append(c);
            }
        }
        return text.toString();
    }

    /** The source of an entry; empty if the mapping cannot express it. */
    static Optional<String> source(FieldSource source) {
        String path = path(source.path());
        String text =
                switch (source.origin()) {
                    case VALUE -> isPrefix(source.path()) ? "value:" + path : path;
                    case KEY -> source.path().isEmpty() ? "key" : "key." + path;
                    case HEADER -> "header:"
                            + source.path().get(0).replace("\\", "\\\\").replace(":", "\\:");
                    case ELEMENT -> element(source.path(), path);
                    case COORDINATE -> source.path().get(0);
                };
        return isUnderstood(text, source) ? Optional.of(text) : Optional.empty();
    }

    /** Whether the sink can read the elements of an array. */
    static boolean isArrayPath(List<String> path) {
        try {
            return path.equals(parse("each:value:c:text", path).each());
        } catch (MappingException e) {
            return false;
        }
    }

    private static boolean isPrefix(List<String> path) {
        return PREFIXES.contains(path.get(0).trim());
    }

    private static String element(List<String> path, String text) {
        boolean isReserved = path.equals(List.of("index")) || path.equals(List.of("value"));
        return path.isEmpty() ? "each:value" : "each:" + (isReserved ? "\\" : "") + text;
    }

    private static boolean isUnderstood(String text, FieldSource source) {
        try {
            List<FieldMapping> parsed = parse(text + ":c:text", List.of("a")).fields();
            return parsed.size() == 1
                    && parsed.get(0).column().equals("c")
                    && source.equals(sourceOf(parsed.get(0).source(), source));
        } catch (MappingException e) {
            return false;
        }
    }

    private static FieldSource sourceOf(Source parsed, FieldSource coordinate) {
        if (parsed instanceof Source.Field field) {
            return FieldSource.value(field.paths().get(0));
        }
        if (parsed instanceof Source.RecordKey key) {
            return FieldSource.key(key.path());
        }
        if (parsed instanceof Source.Header header) {
            return FieldSource.header(header.name());
        }
        return parsed instanceof Source.Element element ? FieldSource.element(element.path()) : coordinate;
    }

    private static TableMapping parse(String fields, List<String> each) {
        Map<String, String> properties = new HashMap<>();
        properties.put("fields." + TOPIC, fields);
        properties.put("each." + TOPIC, path(each));
        MappingConfig config = new MappingConfig(properties, List.of(TOPIC), Set.of());
        return MappingParser.parse(config, SCHEMA).get(0).tables().get(0);
    }
}
