package io.pulsefeed.timescale.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the refresh policies of continuous aggregates within the retention of their table: a refresh of a time whose rows are
 * already dropped deletes the buckets of that time.
 */
final class RefreshWindows {

    private static final Logger LOG = LoggerFactory.getLogger(RefreshWindows.class);

    /** Refresh policies that start before 0.8 of the retention, as in the files of {@code database/analytics}. */
    private static final String TOO_WIDE =
            """
            SELECT a.view_schema, a.view_name, j.job_id, coalesce(j.config ->> 'start_offset', 'no limit'), (w.width)::text,
              coalesce(has_table_privilege(to_regclass(format('%I.pulsefeed_definitions', a.view_schema))::oid, 'SELECT'), false)
            FROM timescaledb_information.continuous_aggregates a
            JOIN timescaledb_information.jobs j ON j.proc_name = 'policy_refresh_continuous_aggregate'
              AND ((j.hypertable_schema, j.hypertable_name) = (a.view_schema, a.view_name)
                OR (j.hypertable_schema, j.hypertable_name)
                  = (a.materialization_hypertable_schema, a.materialization_hypertable_name))
            CROSS JOIN (SELECT 0.8 * ?::interval AS width) w
            WHERE to_regclass(format('%I.%I', a.hypertable_schema, a.hypertable_name)) = to_regclass(?)
              AND coalesce((j.config ->> 'start_offset')::interval > w.width, true)
            ORDER BY j.job_id""";

    private record Window(String schema, String view, int jobId, String start, String width, boolean mayBeOurs) {}

    private final Connection connection;
    private final PolicyJobs jobs;

    RefreshWindows(Connection connection, PolicyJobs jobs) {
        this.connection = connection;
        this.jobs = jobs;
    }

    /** Shortens refresh policies that {@code pulsefeed database apply} created, and warns about others. */
    void shorten(String table, String retention) throws SQLException {
        for (Window window : find(table, retention)) {
            if (isOurs(window)) {
                jobs.change(window.jobId(), "start_offset", window.width());
                LOG.info(
                        "{}: changed the start of the refresh policy of {} (job {}) from {} to {}, because retention is {}",
                        table,
                        window.view(),
                        window.jobId(),
                        window.start(),
                        window.width(),
                        retention);
            } else {
                LOG.warn(
                        "{}: the refresh policy of {} (job {}, start {}) reaches beyond the retention of {} and deletes the"
                                + " buckets of dropped rows. This sink did not create it. To shorten it, run: {}",
                        table,
                        window.view(),
                        window.jobId(),
                        window.start(),
                        retention,
                        jobs.changeStatement(window.jobId(), "start_offset", window.width()));
            }
        }
    }

    private List<Window> find(String table, String retention) throws SQLException {
        List<Window> windows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TOO_WIDE)) {
            statement.setString(1, retention);
            statement.setString(2, Sql.quotedTable(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    windows.add(new Window(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getInt(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getBoolean(6)));
                }
            }
        }
        return windows;
    }

    private boolean isOurs(Window window) throws SQLException {
        if (!window.mayBeOurs()) {
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT 1 FROM " + Sql.quoted(window.schema()) + ".pulsefeed_definitions WHERE name = ?")) {
            statement.setString(1, window.view());
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }
}
