package io.pulsefeed.admin.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Sizes and estimated row counts of all tables, materialized views and continuous aggregates of the schema, with their chunks. */
final class TableSizes {

    /** The chunks of a hypertable inherit from it. */
    private static final String TABLES =
            """
            WITH RECURSIVE part (name, id) AS (
              SELECT c.relname, c.oid FROM pg_class c
              WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition
              UNION ALL
              SELECT part.name, i.inhrelid FROM part JOIN pg_inherits i ON i.inhparent = part.id)
            SELECT name, sum(pg_total_relation_size(id))::bigint, sum(greatest(c.reltuples, 0))::bigint, false
            FROM part JOIN pg_class c ON c.oid = part.id GROUP BY name ORDER BY name""";

    /** Includes the data of compressed chunks, which are in other tables. */
    private static final String HYPERTABLES =
            """
            SELECT h.hypertable_name, %1$s.hypertable_size(format('%%I.%%I', h.hypertable_schema, h.hypertable_name)::regclass),
              %1$s.approximate_row_count(format('%%I.%%I', h.hypertable_schema, h.hypertable_name)::regclass), true
            FROM timescaledb_information.hypertables h WHERE h.hypertable_schema = current_schema()
            UNION ALL
            SELECT a.view_name, %1$s.hypertable_size(format('%%I.%%I', a.materialization_hypertable_schema,
              a.materialization_hypertable_name)::regclass),
              %1$s.approximate_row_count(format('%%I.%%I', a.materialization_hypertable_schema,
              a.materialization_hypertable_name)::regclass), true
            FROM timescaledb_information.continuous_aggregates a WHERE a.view_schema = current_schema()""";

    private static final String EXTENSION =
            "SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'timescaledb'";

    /** Size of a table with its indexes, and its approximate number of rows. */
    record Size(String table, long bytes, long rows, boolean isHypertable) {}

    private TableSizes() {}

    /** The schema of TimescaleDB's functions; empty without the extension. */
    static Optional<String> timescaleSchema(StateDatabase database) {
        return database.rows(EXTENSION, row -> row.getString(1)).stream().findFirst();
    }

    static Map<String, Size> read(StateDatabase database) {
        Map<String, Size> sizes = new LinkedHashMap<>();
        add(sizes, database, TABLES);
        timescaleSchema(database).ifPresent(schema -> add(sizes, database, HYPERTABLES.formatted(schema)));
        return sizes;
    }

    static Map<String, Long> bytes(StateDatabase database) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        read(database).values().forEach(size -> bytes.put(size.table(), size.bytes()));
        return bytes;
    }

    private static void add(Map<String, Size> sizes, StateDatabase database, String query) {
        database.rows(query, row -> new Size(row.getString(1), row.getLong(2), row.getLong(3), row.getBoolean(4)))
                .forEach(size -> sizes.put(size.table(), size));
    }
}
