package io.pulsefeed.cli.access;

import io.pulsefeed.admin.SinkSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * After which time the rows of a table are deleted: by a policy of TimescaleDB, or by the sink, from its configuration or from the
 * table {@code connect_sink_retention}.
 */
public final class TableRetention {

    /** PostgreSQL computes the length, so that all its formats of an interval are supported. */
    private static final String POLICIES =
            "SELECT hypertable_name, extract(epoch FROM min((config ->> 'drop_after')::interval))::bigint"
                    + " FROM timescaledb_information.jobs WHERE proc_name = 'policy_retention'"
                    + " AND hypertable_schema = current_schema() GROUP BY 1";

    private static final String STORED =
            "SELECT r.table_name, extract(epoch FROM r.interval_text::interval)::bigint FROM connect_sink_retention r"
                    + " JOIN pg_class c ON c.oid = r.table_oid";

    private final Map<String, Optional<Duration>> byTable = new HashMap<>();

    private TableRetention() {}

    /** @param sinks whose configuration overrides what the database stores; empty if it cannot be read */
    public static TableRetention read(Database database, Collection<SinkSettings> sinks) {
        TableRetention retention = new TableRetention();
        // Ordinary tables have none: the sink drops chunks only.
        if (database.count("SELECT count(*) FROM pg_extension WHERE extname = 'timescaledb'") == 0) {
            return retention;
        }
        if (database.exists("connect_sink_retention")) {
            retention.add(database, STORED);
        }
        for (SinkSettings sink : sinks) {
            for (String table : sink.tables(sink.listedTopics())) {
                sink.retention(table).ifPresent(text -> retention.byTable.put(table, seconds(database, text)));
            }
        }
        retention.add(database, POLICIES);
        return retention;
    }

    private void add(Database database, String query) {
        database.rows(query)
                .forEach(row -> byTable.put(
                        Objects.requireNonNull(row.get(0)),
                        Optional.of(Duration.ofSeconds(Long.parseLong(Objects.requireNonNull(row.get(1)))))));
    }

    private static Optional<Duration> seconds(Database database, String text) {
        return text.isBlank() || text.contains("${")
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(
                        database.count("SELECT extract(epoch FROM ?::text::interval)::bigint", text)));
    }

    public Optional<Duration> of(String table) {
        return byTable.getOrDefault(table, Optional.empty());
    }
}
