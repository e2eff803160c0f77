package io.pulsefeed.timescale.schema;

import io.pulsefeed.timescale.config.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Generates the statements that create and change tables. */
public final class TableSql {

    private static final Interval DEFAULT_CHUNK = new Interval(7, "days");

    private TableSql() {}

    /** @param chunk interval of one chunk; empty for seven days */
    public static List<String> create(NewTable table, Server server, Optional<Interval> chunk) {
        List<String> statements = new ArrayList<>();
        String name = Sql.quotedTable(table.name());
        statements.add("CREATE TABLE IF NOT EXISTS " + name + " ("
                + table.columns().stream()
                        .map(column ->
                                Sql.quoted(column.name()) + " " + column.type() + (column.notNull() ? " NOT NULL" : ""))
                        .collect(Collectors.joining(", "))
                + ")");
        @Nullable Extension extension = server.extension();
        if (extension != null && table.time() != null) {
            statements.add("SELECT " + extension.function("create_hypertable") + "(" + Sql.literal(name) + ", "
                    + extension.function("by_range") + "(" + Sql.literal(table.time()) + ", "
                    + Sql.interval(chunk.orElse(DEFAULT_CHUNK))
                    + "), create_default_indexes => false, if_not_exists => true)");
        }
        if (!table.key().isEmpty()) {
            statements.add("CREATE UNIQUE INDEX IF NOT EXISTS " + Sql.quoted(Sql.unqualified(table.name()) + "_key")
                    + " ON " + name + " (" + Sql.columnList(table.key()) + ")");
        }
        return statements;
    }

    /** The replacement of a retention policy on the Apache edition. */
    public static String dropChunks(String table, Extension extension, Interval keep) {
        return "SELECT " + extension.function("drop_chunks") + "(" + Sql.literal(Sql.quotedTable(table))
                + ", older_than => " + Sql.interval(keep) + ")";
    }

    public static String addColumn(String table, String column, String type) {
        return "ALTER TABLE " + Sql.quotedTable(table) + " ADD COLUMN IF NOT EXISTS " + Sql.quoted(column) + " " + type;
    }
}
