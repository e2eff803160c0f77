package io.pulsefeed.cli.patient;

import io.pulsefeed.admin.TopicRetention;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.ConfirmOption;
import io.pulsefeed.cli.options.DatabaseOptions;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.cli.output.ProgressBar;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pulsefeed forget-patient}. */
@Command(
        name = "forget-patient",
        mixinStandardHelpOptions = true,
        description = {
            "Deletes the data of one patient from the EmotiBit tables, in steps of a bounded number of rows.",
            "Refreshes the aggregates of these tables, and reports which topics still contain records and until when. Stop the "
                    + "connectors that write data of the patient first. If the command is interrupted, run it again."
        },
        footer = "Exit codes: 0 success, 1 failure, not confirmed or an aggregate not refreshed, 2 invalid usage.")
public final class ForgetPatientCommand implements Callable<Integer> {

    private static final Duration BROKER_LIMIT = Duration.ofSeconds(10);

    @Parameters(
            paramLabel = "ID",
            description = "Patient, as stored in patient_id: the pseudonym, if pseudonyms are enabled.")
    private String patient = "";

    @Option(names = "--dry-run", description = "Only count the rows.")
    private boolean dryRun;

    @Option(
            names = "--topics",
            paramLabel = "TOPIC",
            split = ",",
            defaultValue = "Emotibit_rawdata,Emotibit_processdata,dlq.timescale-emotibit",
            description = "Topics with data of EmotiBits (default: ${DEFAULT-VALUE}). They are not changed.")
    private List<String> topics = List.of();

    @Mixin
    private ConfirmOption confirm = new ConfirmOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private DatabaseOptions options = new DatabaseOptions();

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    @Override
    public Integer call() {
        try (Database database = options.connect()) {
            database.disableNetworkTimeout();
            DeletionPlan plan = DeletionPlan.of(database, patient);
            PatientAggregates aggregates = PatientAggregates.of(database, plan);
            if (!json.isRequested()) {
                ForgetPatientReport.printPlan(System.out, patient, plan, aggregates);
            }
            boolean isDeleting = !dryRun && !plan.steps().isEmpty();
            if (isDeleting) {
                confirm.require(question(plan));
            }
            Map<String, Long> deleted = isDeleting ? delete(database, plan) : Map.of();
            List<PatientAggregates.Failure> failures = isDeleting ? aggregates.refresh() : List.of();
            ForgetPatientReport report = new ForgetPatientReport(
                    patient, dryRun, plan, deleted, aggregates, failures, EmotiBitTable.others(database));
            report(report);
            return failures.isEmpty() ? 0 : ExitCodes.FAILED;
        }
    }

    private String question(DeletionPlan plan) {
        return String.format(Locale.ROOT, "Delete %,d rows of patient %s?", plan.rows(), patient);
    }

    private Map<String, Long> delete(Database database, DeletionPlan plan) {
        try (ProgressBar progress = ProgressBar.unless(json.isRequested(), "Deleting", "rows")) {
            return new PatientDeletion(database, done -> progress.update(done, plan.rows())).run(plan);
        }
    }

    private void report(ForgetPatientReport report) {
        List<TopicRetention> found = List.of();
        String problem = "";
        try {
            found = brokers.withAdmin(BROKER_LIMIT, admin -> TopicRetention.read(admin, topics));
        } catch (UserError e) {
            problem = e.getMessage();
        }
        if (json.isRequested()) {
            JsonOutput.print(System.out, report.toJson(found, problem));
        } else {
            report.print(System.out, found, problem);
        }
    }
}
