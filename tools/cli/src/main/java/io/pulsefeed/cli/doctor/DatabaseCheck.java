package io.pulsefeed.cli.doctor;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.DatabaseOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The database, and what its tables take on disk. */
final class DatabaseCheck implements Check {

    private static final String CHECK = "database";

    /** A hypertable's bytes are in its chunks, which inherit from it. */
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
    public List<Finding> look() {
        try (Database database = options.connect()) {
            Map<String, Long> sizes = new LinkedHashMap<>();
            database.rows(SIZES).forEach(row -> sizes.put(row.get(0), Long.parseLong(row.get(1))));
            Finding answers = Finding.ok(CHECK, database.edition() + " answers at " + database.url());
            return sizes.isEmpty()
                    ? List.of(
                            answers, Finding.warn("table disk", "no tables yet", "The sinks make them when they start"))
                    : List.of(answers, Finding.ok("table disk", Sizes.list(sizes)));
        } catch (UserError e) {
            return List.of(Finding.fail(
                    CHECK,
                    e.getMessage(),
                    "docker compose ps timescaledb shows whether it runs; --jdbc-url names another"));
        }
    }
}
