package io.pulsefeed.cli.doctor;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.options.DatabaseOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The database, and the size of its tables on disk. */
final class DatabaseCheck implements Check {

    private static final String CHECK = "database";

    /** The chunks of a hypertable inherit from it. */
    private static final String SIZES =
            """
            WITH RECURSIVE part (name, id) AS (
              SELECT c.relname, c.oid FROM pg_class c
              WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
              UNION ALL
              SELECT part.name, i.inhrelid FROM part JOIN pg_inherits i ON i.inhparent = part.id)
            SELECT name, sum(pg_total_relation_size(id))::bigint FROM part GROUP BY name ORDER BY 2 DESC""";

    private final DatabaseOptions options;

    DatabaseCheck(DatabaseOptions options) {
        this.options = options;
    }

    @Override
    public List<Finding> run() {
        try (Database database = options.connect()) {
            Map<String, Long> sizes = new LinkedHashMap<>();
            database.rows(SIZES).forEach(row -> sizes.put(row.get(0), Long.parseLong(row.get(1))));
            Finding version = Finding.ok(CHECK, database.serverVersion() + " responds at " + database.url());
            return sizes.isEmpty()
                    ? List.of(
                            version,
                            Finding.warn("table disk", "no tables yet", "The sinks create them when they start"))
                    : List.of(version, Finding.ok("table disk", ByteSizes.list(sizes)));
        } catch (UserError e) {
            return List.of(
                    Finding.fail(
                            CHECK,
                            e.getMessage(),
                            "Check whether it is running with docker compose ps timescaledb, or specify another with --jdbc-url"));
        }
    }
}
