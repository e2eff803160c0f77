package io.pulsefeed.timescale.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Statements that create tables and their policies, as text. */
public final class TableSql {

    private static final Interval DEFAULT_CHUNK = new Interval(7, "days");

    private TableSql() {}

    /** @param chunk null for seven days */
    public static List<String> create(NewTable table, Edition edition, Interval chunk) {
        List<String> statements = new ArrayList<>();
        String name = Sql.quotedTable(table.name());
        statements.add("CREATE TABLE IF NOT EXISTS " + name + " ("
                + table.columns().stream()
                        .map(column ->
                                Sql.quoted(column.name()) + " " + column.type() + (column.notNull() ? " NOT NULL" : ""))
                        .collect(Collectors.joining(", "))
                + ")");
        if (edition != Edition.PLAIN && table.time() != null) {
            statements.add("SELECT create_hypertable(" + Sql.text(name) + ", by_range(" + Sql.text(table.time()) + ", "
                    + (chunk == null ? DEFAULT_CHUNK : chunk).sql()
                    + "), create_default_indexes => false, if_not_exists => true)");
        }
        if (!table.key().isEmpty()) {
            statements.add("CREATE UNIQUE INDEX IF NOT EXISTS " + Sql.quoted(bareName(table.name()) + "_key") + " ON "
                    + name + " (" + Sql.columnList(table.key()) + ")");
        }
        return statements;
    }

    /** Community edition only: the Apache edition refuses it with 0A000. */
    public static String retentionPolicy(String table, Interval keep) {
        return "SELECT add_retention_policy(" + Sql.text(Sql.quotedTable(table)) + ", drop_after => " + keep.sql()
                + ", if_not_exists => true)";
    }

    /**
     * Community edition only. Rows are grouped by the key without the time, so that one signal's values lie together.
     *
     * @param key columns of the unique index
     * @param time the hypertable's time column
     */
    public static List<String> compressionPolicy(String table, List<String> key, String time, Interval after) {
        String name = Sql.quotedTable(table);
        String segment = key.stream()
                .filter(column -> !column.equals(time))
                .limit(1)
                .map(Sql::quoted)
                .collect(Collectors.joining());
        String options = "timescaledb.compress, timescaledb.compress_orderby = " + Sql.text(Sql.quoted(time) + " DESC")
                + (segment.isEmpty() ? "" : ", timescaledb.compress_segmentby = " + Sql.text(segment));
        return List.of(
                "ALTER TABLE " + name + " SET (" + options + ")",
                "SELECT add_compression_policy(" + Sql.text(name) + ", compress_after => " + after.sql()
                        + ", if_not_exists => true)");
    }

    /** What stands for a retention policy on the Apache edition. */
    public static String dropChunks(String table, Interval keep) {
        return "SELECT drop_chunks(" + Sql.text(Sql.quotedTable(table)) + ", older_than => " + keep.sql() + ")";
    }

    public static String addColumn(String table, String column, String type) {
        return "ALTER TABLE " + Sql.quotedTable(table) + " ADD COLUMN IF NOT EXISTS " + Sql.quoted(column) + " " + type;
    }

    private static String bareName(String table) {
        return table.substring(table.indexOf('.') + 1);
    }
}
