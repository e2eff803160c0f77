package io.pulsefeed.cli.database;

import io.pulsefeed.cli.access.Database;
import java.util.List;
import java.util.Locale;

/**
 * The size of a table with its chunks.
 *
 * @param rows estimate of the last ANALYZE; negative if unknown
 * @param bytes size of the rows without indexes
 */
record TableSize(boolean isHypertable, long rows, long bytes) {

    /** Building an index on a larger hypertable takes minutes, in which the sink waits. */
    static final long LARGE_BYTES = 2L << 30;

    private static final String QUERY =
            """
            WITH RECURSIVE parts (oid) AS (
              SELECT to_regclass(?)::oid
              UNION ALL
              SELECT inhrelid FROM pg_inherits JOIN parts ON inhparent = parts.oid
            )
            SELECT min(c.reltuples) FILTER (WHERE c.reltuples < 0), coalesce(sum(c.reltuples) FILTER (WHERE c.reltuples > 0), 0)::bigint,
              sum(pg_table_size(c.oid))::bigint
            FROM parts JOIN pg_class c ON c.oid = parts.oid""";

    private static final String HYPERTABLE = "SELECT count(*) FROM timescaledb_information.hypertables"
            + " WHERE hypertable_schema = current_schema() AND hypertable_name = ?";

    static TableSize of(Database database, Edition edition, String table) {
        List<String> row = database.rows(QUERY, Database.quoted(table)).get(0);
        long rows = Long.parseLong(row.get(1));
        return new TableSize(
                edition != Edition.PLAIN && database.count(HYPERTABLE, table) > 0,
                rows == 0 && row.get(0) != null ? -1 : rows,
                Long.parseLong(row.get(2)));
    }

    boolean isLarge() {
        return isHypertable && bytes > LARGE_BYTES;
    }

    /** For example {@code about 1,200,000 rows, 96 MB}. */
    @Override
    public String toString() {
        String size = String.format(Locale.ROOT, "%,d MB", bytes / 1_000_000);
        return rows < 0 ? size : String.format(Locale.ROOT, "about %,d rows, %s", rows, size);
    }
}
