package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.TimeFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parses the entries of {@code fields.<topic>}: {@code source[:column[:type]]}. */
final class SourceParser {

    private static final String KEY_FIELD = "key.";

    private final String key;

    SourceParser(String key) {
        this.key = key;
    }

    FieldMapping parse(String entry) {
        List<String> parts = new ArrayList<>(split(entry, ':'));
        String kind = parts.get(0);
        boolean prefixed = parts.size() > 1
                && List.of("value", "header", "kafka", "each", "spread", "const")
                        .contains(kind);
        boolean isKey = kind.equals("key");
        Source source;
        String defaultColumn;
        if (prefixed) {
            parts.remove(0);
            String name = parts.get(0);
            source = prefixed(kind, name, entry);
            defaultColumn = defaultColumn(source, name);
        } else if (isKey) {
            unescapeColumnName(parts, entry);
            source = new Source.RecordKey(List.of());
            defaultColumn = "key";
        } else {
            requireValueFields(kind, entry);
            source = kind.trim().startsWith(KEY_FIELD) ? keyField(kind, entry) : field(kind, entry);
            defaultColumn = defaultColumn(source, kind);
        }
        if (parts.size() > 3) {
            throw new MappingException(
                    key, "'" + entry + "' has more than three parts; the form is source:column:type");
        }
        String column =
                parts.size() > 1 && !parts.get(1).isBlank() ? parts.get(1).trim() : defaultColumn;
        @Nullable String type = parts.size() > 2 ? parts.get(2).trim() : null;
        return new FieldMapping(source, column, timeFormat(type) == null ? type : "timestamptz", timeFormat(type));
    }

    /** A path in the column name of {@code key:column} is meant as a field of the key, which has another notation. */
    private void unescapeColumnName(List<String> parts, String entry) {
        if (parts.size() < 2) {
            return;
        }
        List<String> names = split(parts.get(1), '.');
        if (names.size() == 1) {
            parts.set(1, names.get(0));
        } else {
            throw new MappingException(
                    key,
                    "'" + entry + "': key:COLUMN maps the whole key; write key."
                            + parts.get(1).trim() + " for a field of the key");
        }
    }

    /** A field of the record's key, which is written like a field of an object {@code key}. */
    private Source keyField(String text, String entry) {
        List<String> names = path(text, entry);
        return new Source.RecordKey(names.subList(1, names.size()));
    }

    private Source prefixed(String kind, String name, String entry) {
        return switch (kind) {
            case "header" -> new Source.Header(required(name, entry));
            case "const" -> new Source.Constant(name);
            case "kafka" -> coordinate(name, entry);
            case "each" -> switch (name) {
                case "index" -> new Source.ElementIndex();
                case "value" -> new Source.Element(List.of());
                default -> new Source.Element(path(name.startsWith("\\") ? name.substring(1) : name, entry));
            };
            case "spread" -> name.equals("value")
                    ? new Source.SpreadValue()
                    : new Source.SpreadLabel(required(name, entry));
            default -> field(name, entry);
        };
    }

    private Source coordinate(String name, String entry) {
        for (Source.Coordinate coordinate : Source.Coordinate.values()) {
            if (coordinate.name().toLowerCase(Locale.ROOT).equals(name)) {
                return coordinate;
            }
        }
        throw new MappingException(
                key, "'" + entry + "': kafka: must be followed by topic, partition, offset, timestamp or received");
    }

    /** Alternatives cannot mix fields of the value and of the key, which are read differently. */
    private void requireValueFields(String text, String entry) {
        List<String> alternatives = split(text, '|');
        if (alternatives.size() > 1
                && alternatives.stream().anyMatch(part -> part.trim().startsWith(KEY_FIELD))) {
            throw new MappingException(
                    key,
                    "'" + entry + "': alternatives must be fields of the value; write value:" + text.trim()
                            + " for the object key of the value");
        }
    }

    private Source field(String text, String entry) {
        List<List<String>> alternatives = new ArrayList<>();
        for (String alternative : split(text, '|')) {
            alternatives.add(path(alternative, entry));
        }
        return new Source.Field(List.copyOf(alternatives));
    }

    List<String> path(String text, String entry) {
        List<String> names = split(text.trim(), '.');
        if (names.stream().anyMatch(String::isBlank)) {
            throw new MappingException(key, "'" + entry + "' is not a valid path; an example is sensor.temperature");
        }
        return List.copyOf(names);
    }

    private String required(String name, String entry) {
        if (name.isBlank()) {
            throw new MappingException(key, "'" + entry + "' has no name after the colon");
        }
        return name.trim();
    }

    private static String defaultColumn(Source source, String name) {
        if (source instanceof Source.Field field) {
            return last(field.paths().get(0));
        }
        if (source instanceof Source.RecordKey recordKey) {
            return last(recordKey.path());
        }
        return source instanceof Source.Element element && !element.path().isEmpty()
                ? last(element.path())
                : name.trim();
    }

    private static String last(List<String> path) {
        return path.get(path.size() - 1);
    }

    static @Nullable TimeFormat timeFormat(@Nullable String type) {
        return Arrays.stream(TimeFormat.values())
                .filter(format -> format.configValue().equals(type))
                .findFirst()
                .orElse(null);
    }

    /** Splits at the separator, unless a backslash escapes it. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && ".:|,\\".indexOf(text.charAt(i + 1)) >= 0) {
                char next = text.charAt(++i);
                if (next != separator && next != '\\') {
                    part.append(c);
                }
                part.append(next);
            } else if (c == separator) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
