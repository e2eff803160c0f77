package io.pulsefeed.cli.doctor;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.database.Edition;
import io.pulsefeed.cli.database.RefreshPolicies;
import io.pulsefeed.cli.options.DatabaseOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The version and the jobs of TimescaleDB Community: retention, compression and the refresh of candles. */
final class JobCheck implements Check {

    private static final String CHECK = "database jobs";

    /** The jobs of tables and continuous aggregates. Those of the server itself fail on the Apache edition, which is harmless. */
    private static final String JOBS =
            """
            SELECT j.job_id, j.proc_name, coalesce(a.view_name, s.hypertable_name), s.job_status,
              coalesce(to_char(s.next_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'never'),
              s.last_run_status = 'Failed'
            FROM timescaledb_information.job_stats s JOIN timescaledb_information.jobs j ON j.job_id = s.job_id
            LEFT JOIN timescaledb_information.continuous_aggregates a
              ON (a.materialization_hypertable_schema, a.materialization_hypertable_name) = (s.hypertable_schema, s.hypertable_name)
            WHERE s.hypertable_name IS NOT NULL ORDER BY j.job_id""";

    /** {@code server_version_num} of the versions in which every job fails after its work, with "cannot drop portal". */
    private static final Set<Long> DEFECT = Set.of(150_020L, 170_012L);

    /** Of the Community edition, see docs/timescale-sink.md. */
    private static final VersionNumber LEAST_VERSION = new VersionNumber(2, 29, 1);

    private final DatabaseOptions options;

    JobCheck(DatabaseOptions options) {
        this.options = options;
    }

    /** No findings if the database does not respond, because another check reports that. */
    @Override
    public List<Finding> run() {
        Database database;
        try {
            database = options.connect();
        } catch (UserError e) {
            return List.of();
        }
        try (database) {
            return findings(database);
        } catch (UserError e) {
            return List.of(Finding.warn(
                    CHECK,
                    e.getMessage(),
                    "Check that the user of $PULSEFEED_DB_USER can read the views of timescaledb_information"));
        }
    }

    static List<Finding> findings(Database database) {
        if (Edition.of(database) != Edition.COMMUNITY) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(jobFindings(database));
        String version =
                String.valueOf(database.rows("SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'")
                        .get(0)
                        .get(0));
        if (VersionNumber.of(version).compareTo(LEAST_VERSION) < 0) {
            findings.add(Finding.warn(
                    "timescaledb",
                    "TimescaleDB " + version + " lacks security fixes of " + LEAST_VERSION,
                    "Update it as described in docs/upgrade.md"));
        }
        return findings;
    }

    static List<Finding> jobFindings(Database database) {
        List<List<@Nullable String>> jobs = database.rows(JOBS);
        List<Finding> findings = new ArrayList<>();
        boolean hasDefect = DEFECT.contains(database.count("SELECT current_setting('server_version_num')"));
        jobs.stream()
                .filter(job -> "t".equals(job.get(5)))
                .map(job -> failed(job, hasDefect))
                .forEach(findings::add);
        RefreshPolicies.on(database)
                .changes()
                .forEach(change -> findings.add(Finding.warn(
                        CHECK,
                        change.line() + " is needed, so that candles are complete after an outage and are not deleted",
                        "Run ./pulsefeed database apply")));
        if (findings.isEmpty() && !jobs.isEmpty()) {
            findings.add(Finding.ok(CHECK, jobs.size() + " jobs of TimescaleDB, none failed"));
        }
        return findings;
    }

    private static Finding failed(List<@Nullable String> job, boolean hasDefect) {
        return Finding.warn(
                CHECK,
                "job " + job.get(0) + " (" + job.get(1) + " of " + job.get(2) + ") failed; status " + job.get(3)
                        + ", next start " + job.get(4),
                hasDefect
                        ? "PostgreSQL 15.20 and 17.12 report every job of TimescaleDB as failed (cannot drop portal), although"
                                + " it did its work, and start it less often. Use an image with another minor version"
                        : "The server's log contains the error: docker compose logs timescaledb. See"
                                + " docs/runbooks/TimescaleJobsFailing.md");
    }
}
