package io.pulsefeed.timescale.schema;

import io.pulsefeed.timescale.config.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Generates the statements that create tables and their policies. */
public final class TableSql {

    private static final Interval DEFAULT_CHUNK = new Interval(7, "days");

    private TableSql() {}

    /** @param chunk interval of one chunk; empty for seven days */
    public static List<String> create(NewTable table, Edition edition, Optional<Interval> chunk) {
        List<String> statements = new ArrayList<>();
        String name = Sql.quotedTable(table.name());
        statements.add("CREATE TABLE IF NOT EXISTS " + name + " ("
                + table.columns().stream()
                        .map(column ->
                                Sql.quoted(column.name()) + " " + column.type() + (column.notNull() ? " NOT NULL" : ""))
                        .collect(Collectors.joining(", "))
                + ")");
        if (edition != Edition.PLAIN && table.time() != null) {
            statements.add(
                    "SELECT create_hypertable(" + Sql.literal(name) + ", by_range(" + Sql.literal(table.time()) + ", "
                            + Sql.interval(chunk.orElse(DEFAULT_CHUNK))
                            + "), create_default_indexes => false, if_not_exists => true)");
        }
        if (!table.key().isEmpty()) {
            statements.add("CREATE UNIQUE INDEX IF NOT EXISTS " + Sql.quoted(Sql.unqualified(table.name()) + "_key")
                    + " ON " + name + " (" + Sql.columnList(table.key()) + ")");
        }
        return statements;
    }

    /** Community edition only: the Apache edition rejects it with SQLSTATE 0A000. */
    public static String retentionPolicy(String table, Interval keep) {
        return "SELECT add_retention_policy(" + Sql.literal(Sql.quotedTable(table)) + ", drop_after => "
                + Sql.interval(keep) + ", if_not_exists => true)";
    }

    /**
     * Community edition only. Segments by the first key column other than the time, so that the values of one series are stored
     * together.
     *
     * @param key columns of the unique index
     * @param time time column of the hypertable
     */
    public static List<String> compressionPolicy(String table, List<String> key, String time, Interval after) {
        String name = Sql.quotedTable(table);
        String segment = key.stream()
                .filter(column -> !column.equals(time))
                .limit(1)
                .map(Sql::quoted)
                .collect(Collectors.joining());
        String options =
                "timescaledb.compress, timescaledb.compress_orderby = " + Sql.literal(Sql.quoted(time) + " DESC")
                        + (segment.isEmpty() ? "" : ", timescaledb.compress_segmentby = " + Sql.literal(segment));
        return List.of(
                "ALTER TABLE " + name + " SET (" + options + ")",
                "SELECT add_compression_policy(" + Sql.literal(name) + ", compress_after => " + Sql.interval(after)
                        + ", if_not_exists => true)");
    }

    /** The replacement of a retention policy on the Apache edition. */
    public static String dropChunks(String table, Interval keep) {
        return "SELECT drop_chunks(" + Sql.literal(Sql.quotedTable(table)) + ", older_than => " + Sql.interval(keep)
                + ")";
    }

    public static String addColumn(String table, String column, String type) {
        return "ALTER TABLE " + Sql.quotedTable(table) + " ADD COLUMN IF NOT EXISTS " + Sql.quoted(column) + " " + type;
    }
}
