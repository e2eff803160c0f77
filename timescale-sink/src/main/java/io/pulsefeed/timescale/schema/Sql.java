package io.pulsefeed.timescale.schema;

import io.pulsefeed.timescale.config.Interval;
import java.util.List;
import java.util.stream.Collectors;

/** Formats identifiers and literals as SQL. */
public final class Sql {

    private Sql() {}

    /** Quotes an identifier, which preserves its case and avoids conflicts with keywords. */
    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Quotes each part of {@code schema.table} or {@code table}. */
    public static String quotedTable(String table) {
        int dot = table.indexOf('.');
        return dot < 0 ? quoted(table) : quoted(table.substring(0, dot)) + '.' + quoted(table.substring(dot + 1));
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
