package io.pulsefeed.cli.patient;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.DatabaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The continuous aggregates of the tables of a plan. Each is refreshed for the time of the deleted rows, because it keeps values that
 * were computed from them.
 */
final class PatientAggregates {

    /** The rows of a table that has a retention policy may be newer than the values of its aggregates, which must be kept. */
    private static final String AGGREGATES =
            """
            SELECT format('%I.%I', a.view_schema, a.view_name), a.view_name, a.hypertable_name,
              EXISTS (SELECT FROM timescaledb_information.jobs j WHERE j.proc_name = 'policy_retention'
                AND j.hypertable_schema = a.hypertable_schema AND j.hypertable_name = a.hypertable_name)
            FROM timescaledb_information.continuous_aggregates a
            WHERE a.hypertable_schema = current_schema() ORDER BY 1""";

    /** @param sql a refresh of the whole buckets in the range */
    private record Refresh(String name, String sql) {}

    private final Database database;
    private final List<Refresh> refreshes = new ArrayList<>();

    private PatientAggregates(Database database) {
        this.database = database;
    }

    /** The refreshes after {@code plan}; must be called before rows are deleted. */
    static PatientAggregates of(Database database, DeletionPlan plan) {
        PatientAggregates aggregates = new PatientAggregates(database);
        if (database.count("SELECT count(*) FROM pg_extension WHERE extname = 'timescaledb'") > 0) {
            String function = database.timescaleFunction("refresh_continuous_aggregate");
            database.rows(AGGREGATES)
                    .forEach(row -> aggregates.add(
                            plan,
                            function,
                            Objects.requireNonNull(row.get(0)),
                            Objects.requireNonNull(row.get(1)),
                            Objects.requireNonNull(row.get(2)),
                            "t".equals(row.get(3))));
        }
        return aggregates;
    }

    private void add(DeletionPlan plan, String function, String view, String name, String table, boolean hasRetention) {
        List<DeletionStep> bounded = plan.steps().stream()
                .filter(step -> step.table().equals(table) && step.hasBounds())
                .toList();
        if (bounded.isEmpty()) {
            return;
        }
        String first = bounds("least", bounded.stream().map(DeletionStep::from).toList());
        String last = bounds("greatest", bounded.stream().map(DeletionStep::to).toList());
        String start = first + " - interval '1 day'";
        if (hasRetention) {
            start = "greatest(" + start + ", date_trunc('hour', (SELECT min(timestamp) FROM " + Database.quoted(table)
                    + ")))";
        }
        List<String> range = database.rows("SELECT " + start + ", " + last + " + interval '1 day'").get(0).stream()
                .map(Objects::requireNonNull)
                .toList();
        refreshes.add(new Refresh(
                name,
                "CALL " + function + "(" + database.literal(view) + ", timestamptz '" + range.get(0)
                        + "', timestamptz '" + range.get(1) + "')"));
    }

    private static String bounds(String function, List<String> times) {
        return function + "("
                + String.join(
                        ", ",
                        times.stream().map(time -> "timestamptz '" + time + "'").toList()) + ")";
    }

    List<String> names() {
        return refreshes.stream().map(Refresh::name).toList();
    }

    /**
     * An aggregate that could not be refreshed, and still contains values of the patient.
     *
     * @param reason what the database returned
     */
    record Failure(String aggregate, String reason) {

        String line() {
            return aggregate + " was not refreshed and still contains values of the patient: " + reason;
        }
    }

    /** Returns the aggregates that could not be refreshed. */
    List<Failure> refresh() {
        List<Failure> failures = new ArrayList<>();
        for (Refresh refresh : refreshes) {
            try {
                database.execute(refresh.sql());
            } catch (DatabaseException e) {
                failures.add(new Failure(refresh.name(), e.getMessage()));
            }
        }
        return failures;
    }
}
