package io.pulsefeed.cli.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.Change;
import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.DatabaseOptions;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.options.TimeoutOption;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.timescale.schema.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pulsefeed map}. */
@Command(
        name = "map",
        mixinStandardHelpOptions = true,
        description = {
            "Proposes a table and a sink connector for the JSON records of a topic.",
            "Reads some records, and prints the time column, the key, the types, the statements that create the table, the first "
                    + "rows, and the records that the sink would reject. Writes nothing without --out or --apply."
        },
        footer = "Exit codes: 0 success, 1 failure, 2 invalid usage.")
public final class MapCommand implements Callable<Integer> {

    private static final int MAX_RECORDS = 100_000;
    private static final long MAX_BYTES = 64L << 20;
    private static final int MAX_RECORD_BYTES = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "TOPIC", description = "Topic with JSON objects.")
    private String topic = "";

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Number of records to read, up to 100000 (default: 1000).")
    private int records;

    @Option(
            names = "--from",
            paramLabel = "POSITION",
            defaultValue = "spread",
            description = "Which records to read: beginning, end, or spread over the topic (default: spread).")
    private SamplePosition from = SamplePosition.SPREAD;

    @Option(
            names = "--max-bytes",
            paramLabel = "BYTES",
            defaultValue = "16777216",
            description = "Stop reading after this many bytes, up to 67108864 (default: 16777216).")
    private long maxBytes;

    @Option(names = "--table", paramLabel = "NAME", description = "Name of the table (default: from the topic).")
    private String table = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the connector (default: map- and the table).")
    private String name = "";

    @Option(
            names = "--extra-column",
            paramLabel = "NAME",
            defaultValue = "extra",
            description =
                    "Column of type jsonb for top-level fields without a column; empty for none (default: extra).")
    private String extraColumn = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Write the connector to this file.")
    private @Nullable Path out;

    @Option(names = "--apply", description = "Create the table and the connector.")
    private boolean apply;

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("30s");

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() {
        requireRange("--records", records, MAX_RECORDS);
        requireRange("--max-bytes", maxBytes, MAX_BYTES);
        Clock clock = Clock.systemUTC();
        SampleLimits limits = new SampleLimits(records, maxBytes, timeout.value());
        TopicSample sample = new TopicReader(brokers, topic, limits).read(from);
        ProposalSearch search = ProposalSearch.of(
                sample, new RecordParser(MAX_RECORD_BYTES), new Proposer.Wishes(table, name, extraColumn), clock);
        Proposal proposal = search.proposal();
        DryRun.Result run = search.run();
        Map<String, String> settings = ConnectorSettings.of(proposal);
        SinkModel model = SinkModel.of(settings);
        List<String> shownDdl = model.ddl(ProposalApplier.timescale("", "public")).values().stream()
                .flatMap(Collection::stream)
                .toList();
        if (!json.isRequested()) {
            new MapReport(System.out).print(sample, search.profile(), proposal, shownDdl, run);
        }
        write(proposal);
        List<Change> changes = apply ? apply(proposal, model) : List.of();
        if (json.isRequested()) {
            ObjectNode result = MapJson.of(sample, search.profile(), proposal, shownDdl, run);
            result.putPOJO("applied", changes);
            JsonOutput.print(System.out, result);
        } else {
            changes.forEach(System.out::println);
            if (!apply) {
                System.out.println();
                System.out.println("Nothing was created. --apply creates the table and the connector"
                        + (out == null ? ", --out FILE writes the connector to a file." : "."));
            }
        }
        return run.written() == 0 && sample.records().size() > 0 ? ExitCodes.FAILED : 0;
    }

    private void requireRange(String option, long value, long max) {
        if (value < 1 || value > max) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be from 1 to " + max + ", not " + value + ".");
        }
    }

    private void write(Proposal proposal) {
        if (out == null) {
            return;
        }
        try {
            Files.writeString(out, ConnectorSettings.file(proposal).toPrettyString() + System.lineSeparator());
        } catch (IOException e) {
            throw new UserError("--out " + out + " cannot be written: " + IoErrors.describe(e), e);
        }
        if (!json.isRequested()) {
            System.out.println();
            System.out.println("Wrote " + out + ".");
        }
    }

    private List<Change> apply(Proposal proposal, SinkModel model) {
        try (Database connection = database.connect()) {
            Server server = ProposalApplier.server(connection);
            return new ProposalApplier(connection, connect.rest(timeout.value()))
                    .apply(proposal, model.ddl(server), timeout.value());
        }
    }
}
