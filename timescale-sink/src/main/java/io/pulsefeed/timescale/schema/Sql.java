package io.pulsefeed.timescale.schema;

import java.util.List;
import java.util.stream.Collectors;

/** Names as SQL text. */
public final class Sql {

    private Sql() {}

    /** Always quoted, so that the case is kept and no name is a keyword. */
    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** {@code schema.table} or {@code table}, each part quoted. */
    public static String quotedTable(String table) {
        int dot = table.indexOf('.');
        return dot < 0 ? quoted(table) : quoted(table.substring(0, dot)) + '.' + quoted(table.substring(dot + 1));
    }

    /** A text literal. */
    public static String text(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    public static String columnList(List<String> columns) {
        return columns.stream().map(Sql::quoted).collect(Collectors.joining(", "));
    }
}
