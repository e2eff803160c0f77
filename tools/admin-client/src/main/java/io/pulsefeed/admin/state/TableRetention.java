package io.pulsefeed.admin.state;

import io.pulsefeed.admin.SinkSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * After which time the rows of a table are deleted: by a policy of TimescaleDB, or by the sink, from its configuration or from the
 * table {@code connect_sink_retention}.
 */
final class TableRetention {

    /** PostgreSQL computes the length, so that all its formats of an interval are supported. */
    private static final String POLICIES =
            "SELECT hypertable_name, extract(epoch FROM min((config ->> 'drop_after')::interval))::bigint"
                    + " FROM timescaledb_information.jobs WHERE proc_name = 'policy_retention'"
                    + " AND hypertable_schema = current_schema() GROUP BY 1";

    private static final String STORED =
            "SELECT r.table_name, extract(epoch FROM r.interval_text::interval)::bigint FROM connect_sink_retention r"
                    + " JOIN pg_class c ON c.oid = r.table_oid";

    private final Map<String, Optional<Duration>> byTable = new HashMap<>();

    /** Seconds of a table. */
    private record Stored(String table, long seconds) {}

    private TableRetention() {}

    /** @param sinks whose configuration overrides what the database stores; empty if it cannot be read */
    static TableRetention read(StateDatabase database, Collection<SinkSettings> sinks) {
        TableRetention retention = new TableRetention();
        // Ordinary tables have none: the sink drops chunks only.
        if (TableSizes.timescaleSchema(database).isEmpty()) {
            return retention;
        }
        if (database.exists("connect_sink_retention")) {
            retention.add(database, STORED);
        }
        for (SinkSettings sink : sinks) {
            for (String table : sink.tables(sink.listedTopics())) {
                sink.retention(table).ifPresent(text -> retention.byTable.put(table, duration(database, text)));
            }
        }
        retention.add(database, POLICIES);
        return retention;
    }

    private void add(StateDatabase database, String query) {
        database.rows(query, row -> new Stored(row.getString(1), row.getLong(2)))
                .forEach(stored -> byTable.put(stored.table(), Optional.of(Duration.ofSeconds(stored.seconds()))));
    }

    private static Optional<Duration> duration(StateDatabase database, String text) {
        return text.isBlank() || text.contains("${")
                ? Optional.empty()
                : database.tryFirst(
                        "SELECT extract(epoch FROM ?::text::interval)::bigint",
                        row -> Duration.ofSeconds(row.getLong(1)),
                        text);
    }

    Optional<Duration> of(String table) {
        return byTable.getOrDefault(table, Optional.empty());
    }
}
