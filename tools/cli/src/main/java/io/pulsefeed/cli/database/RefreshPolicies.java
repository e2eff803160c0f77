package io.pulsefeed.cli.database;

import io.pulsefeed.admin.Change;
import io.pulsefeed.admin.Change.Action;
import io.pulsefeed.cli.access.Database;
import java.util.List;
import java.util.Objects;

/**
 * The refresh policies of the continuous aggregates that {@code pulsefeed database apply} created. A policy must reach far enough back
 * to heal an outage of the sink, but not beyond the retention of the rows: a refresh of dropped rows deletes their candles.
 */
public final class RefreshPolicies {

    /** Policies that start later than 7 days ago or before the limit. The same limit is in the SQL files and in the sink. */
    private static final String DIFFERENT =
            """
            WITH policy AS (
              SELECT a.view_name, j.job_id, j.config, (j.config ->> 'start_offset')::interval AS start,
                (SELECT 0.8 * min((r.config ->> 'drop_after')::interval) FROM timescaledb_information.jobs r
                 WHERE r.proc_name = 'policy_retention' AND r.hypertable_schema = a.hypertable_schema
                   AND r.hypertable_name = a.hypertable_name) AS latest
              FROM timescaledb_information.continuous_aggregates a
              JOIN timescaledb_information.jobs j ON j.proc_name = 'policy_refresh_continuous_aggregate'
                AND ((j.hypertable_schema, j.hypertable_name) = (a.view_schema, a.view_name)
                  OR (j.hypertable_schema, j.hypertable_name)
                    = (a.materialization_hypertable_schema, a.materialization_hypertable_name))
              JOIN pulsefeed_definitions d ON d.name = a.view_name
              WHERE a.view_schema = current_schema())
            SELECT view_name, job_id, coalesce(start::text, 'no limit'), least(interval '7 days', latest)::text FROM policy
            WHERE start < least(interval '7 days', latest) OR coalesce(start > latest, start IS NULL AND latest IS NOT NULL)
            ORDER BY view_name""";

    private final Database database;
    private final Edition edition;

    RefreshPolicies(Database database, Edition edition) {
        this.database = database;
        this.edition = edition;
    }

    public static RefreshPolicies on(Database database) {
        return new RefreshPolicies(database, Edition.of(database));
    }

    /**
     * A policy to change.
     *
     * @param start how far back it reaches
     * @param wanted how far back it must reach
     */
    public record Policy(String aggregate, int job, String start, String wanted) {

        /** Describes the change for the user. */
        public String line() {
            return "refresh policy of " + aggregate + " (job " + job + "): start " + start + " -> " + wanted;
        }

        private Change described(Change change) {
            return change.with("setting", "start_offset")
                    .with("job", job)
                    .with("from", start)
                    .with("to", wanted);
        }

        Change planned() {
            return described(Change.planned(Action.SET_POLICY, aggregate, "~ " + line()));
        }

        Change applied() {
            return described(Change.applied(Action.SET_POLICY, aggregate, "changed " + line()));
        }
    }

    /** The policies that {@code apply} changes. */
    public List<Policy> changes() {
        if (edition != Edition.COMMUNITY || !database.exists("pulsefeed_definitions")) {
            return List.of();
        }
        return database.rows(DIFFERENT).stream()
                .map(row -> new Policy(
                        Objects.requireNonNull(row.get(0)),
                        Integer.parseInt(Objects.requireNonNull(row.get(1))),
                        Objects.requireNonNull(row.get(2)),
                        Objects.requireNonNull(row.get(3))))
                .toList();
    }

    /** Returns the changed policies. */
    List<Change> apply() {
        List<Policy> changes = changes();
        changes.forEach(change -> database.execute("SELECT " + database.timescaleFunction("alter_job") + "("
                + change.job() + ", config => (SELECT config || jsonb_build_object('start_offset', '" + change.wanted()
                + "') FROM timescaledb_information.jobs WHERE job_id = " + change.job() + "))"));
        return changes.stream().map(Policy::applied).toList();
    }
}
