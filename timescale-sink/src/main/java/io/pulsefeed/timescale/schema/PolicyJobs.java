package io.pulsefeed.timescale.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The policies of a hypertable: jobs of TimescaleDB Community. */
final class PolicyJobs {

    /**
     * A job of the server.
     *
     * @param interval its setting; null if the job has another condition, such as the age of a chunk's creation
     * @param config all its settings, as JSON
     */
    record Job(int id, @Nullable String interval, String config) {

        String setting() {
            return interval == null ? config : interval;
        }
    }

    private static final String JOBS =
            """
            SELECT j.job_id, j.config ->> ?, j.config::text
            FROM timescaledb_information.jobs j
            JOIN pg_namespace n ON n.nspname = j.hypertable_schema
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = j.hypertable_name
            WHERE j.proc_name = ? AND c.oid = to_regclass(?) ORDER BY j.job_id""";

    private final Connection connection;
    private final Extension extension;

    PolicyJobs(Connection connection, Extension extension) {
        this.connection = connection;
        this.extension = extension;
    }

    List<Job> find(String table, PolicyKind kind) throws SQLException {
        List<Job> jobs = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(JOBS)) {
            statement.setString(1, kind.argument());
            statement.setString(2, kind.procedure());
            statement.setString(3, Sql.quotedTable(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    jobs.add(new Job(rows.getInt(1), rows.getString(2), rows.getString(3)));
                }
            }
        }
        return jobs;
    }

    /** Compares in the server, which prints an interval in its own notation. */
    boolean isSame(@Nullable String one, String other) throws SQLException {
        if (one == null) {
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT ?::interval = ?::interval")) {
            statement.setString(1, one);
            statement.setString(2, other);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Returns the ID of the new job. */
    int add(String table, PolicyKind kind, String interval) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(kind.addition(extension, table, interval))) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Changes one setting of a job and keeps the others. */
    void change(int jobId, String setting, String interval) throws SQLException {
        execute(changeStatement(jobId, setting, interval));
    }

    String changeStatement(int jobId, String setting, String interval) {
        return "SELECT " + extension.function("alter_job") + "(" + jobId + ", config => (SELECT config ||"
                + " jsonb_build_object(" + Sql.literal(setting) + ", " + Sql.literal(interval)
                + ") FROM timescaledb_information.jobs WHERE job_id = " + jobId + "))";
    }

    void remove(int jobId) throws SQLException {
        execute("SELECT " + extension.function("delete_job") + "(" + jobId + ")");
    }

    void setOptions(String table, String options) throws SQLException {
        execute("ALTER TABLE " + Sql.quotedTable(table) + " SET (" + options + ")");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
