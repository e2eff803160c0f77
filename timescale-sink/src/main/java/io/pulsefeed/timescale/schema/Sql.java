package io.pulsefeed.timescale.schema;

import io.pulsefeed.timescale.config.Interval;
import java.util.List;
import java.util.stream.Collectors;

/** Formats identifiers and literals as SQL. */
public final class Sql {

    private static final String ESCAPED_DOT = "\\.";

    private Sql() {}

    /** Quotes an identifier, which preserves its case and avoids conflicts with keywords. */
    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Quotes each part of {@code schema.table} or {@code table}. A dot after a backslash is part of a name. */
    public static String quotedTable(String table) {
        int dot = separator(table);
        return dot < 0
                ? quoted(unescaped(table))
                : quoted(unescaped(table.substring(0, dot))) + '.' + quoted(unescaped(table.substring(dot + 1)));
    }

    /** The name of a table without its schema. */
    public static String unqualified(String table) {
        return unescaped(table.substring(separator(table) + 1));
    }

    /** Escapes the dots of a name, which is then a table without a schema. */
    public static String escaped(String name) {
        return name.replace(".", ESCAPED_DOT);
    }

    public static String unescaped(String table) {
        return table.replace(ESCAPED_DOT, ".");
    }

    /** Position of the dot between schema and table; -1 without a schema. */
    private static int separator(String table) {
        int dot = table.indexOf('.');
        while (dot > 0 && table.charAt(dot - 1) == '\\') {
            dot = table.indexOf('.', dot + 1);
        }
        return dot;
    }

    /** Formats a string literal. */
    public static String literal(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    public static String interval(Interval interval) {
        return "INTERVAL '" + interval + "'";
    }

    public static String columnList(List<String> columns) {
        return columns.stream().map(Sql::quoted).collect(Collectors.joining(", "));
    }
}
