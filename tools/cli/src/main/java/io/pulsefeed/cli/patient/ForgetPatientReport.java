package io.pulsefeed.cli.patient;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.TopicRetention;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * What was deleted, and what remains.
 *
 * @param deleted number of deleted rows by table
 * @param failures aggregates that were not refreshed
 * @param others tables that were not changed although they have a column {@code patient_id}
 */
record ForgetPatientReport(
        String patient,
        boolean isDryRun,
        DeletionPlan plan,
        Map<String, Long> deleted,
        PatientAggregates aggregates,
        List<PatientAggregates.Failure> failures,
        List<String> others) {

    private static final Table ROWS = new Table(Column.right(14), Column.text());

    static void printPlan(PrintStream out, String patient, DeletionPlan plan, PatientAggregates aggregates) {
        if (plan.steps().isEmpty()) {
            out.println("No rows of patient " + patient
                    + ". If pseudonyms are enabled, specify the pseudonym, as it is stored in patient_id.");
            return;
        }
        out.println("Rows of patient " + patient + ":");
        plan.rowsByTable().forEach((table, rows) -> ROWS.print(out, rows, table));
        plan.periods()
                .forEach(period -> out.println("  worn: device " + period.device() + ", session " + period.session()
                        + ", " + period.from() + " to " + period.to()));
        if (!aggregates.names().isEmpty()) {
            out.println("Aggregates to be refreshed: " + String.join(", ", aggregates.names()));
        }
    }

    void print(PrintStream out, List<TopicRetention> topics, String problem) {
        if (isDryRun) {
            out.println("Dry run: nothing was deleted.");
        } else if (!deleted.isEmpty()) {
            out.println("Deleted:");
            deleted.forEach((table, rows) -> ROWS.print(out, rows, table));
            failures.forEach(failure -> out.println("! " + failure.line()));
        }
        others.forEach(table -> out.println("! " + table
                + " is not a table of Pulsefeed and is not changed, but has a column patient_id. Check it yourself."));
        out.println("What remains:");
        if (!problem.isEmpty()) {
            out.println("  topics: not checked. " + problem);
        }
        Instant now = Instant.now();
        topics.forEach(topic -> out.println("  " + remaining(topic, now)));
        out.println(
                "  Records that a sink has not written yet, or reads again after its offsets were reset, become rows again:"
                        + " run this command again after that.");
        out.println("  The disk holds deleted rows until VACUUM (autovacuum does it). Backups are not changed.");
    }

    private static String remaining(TopicRetention topic, Instant now) {
        String name = "topic " + topic.topic() + ": ";
        if (topic.records() == 0) {
            return name + "no records";
        }
        return name
                + topic.deletedBy(now)
                        .map(time -> "records of all patients until " + time.truncatedTo(ChronoUnit.MINUTES)
                                + " at the latest (retention.ms and segment.ms)")
                        .orElse("records of all patients, and no retention time: they are never deleted");
    }

    ObjectNode toJson(List<TopicRetention> topics, String problem) {
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("patient", patient).put("dry_run", isDryRun);
        ObjectNode rows = report.putObject("rows");
        plan.rowsByTable().forEach(rows::put);
        ObjectNode done = report.putObject("deleted");
        deleted.forEach(done::put);
        report.put("steps", plan.steps().size());
        ArrayNode worn = report.putArray("periods");
        plan.periods().forEach(period -> worn.addObject()
                .put("device", period.device())
                .put("session", period.session())
                .put("from", period.from())
                .put("to", period.to())
                .put("packets", period.packets()));
        ArrayNode refreshed = report.putArray("aggregates");
        aggregates.names().forEach(refreshed::add);
        report.putPOJO("failures", failures);
        others.forEach(report.putArray("other_tables")::add);
        Instant now = Instant.now();
        ArrayNode remaining = report.putArray("topics");
        for (TopicRetention topic : topics) {
            remaining
                    .addObject()
                    .put("topic", topic.topic())
                    .put("records", topic.records())
                    .put(
                            "retention_ms",
                            topic.retention().map(Duration::toMillis).orElse(null))
                    .put("until", topic.deletedBy(now).map(Instant::toString).orElse(null));
        }
        report.put("topics_problem", problem.isEmpty() ? null : problem);
        return report;
    }
}
