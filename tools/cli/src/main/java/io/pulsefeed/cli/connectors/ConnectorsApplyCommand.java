package io.pulsefeed.cli.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.options.TimeoutOption;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.cli.topics.WrittenTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed connectors apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Creates or updates connectors that differ from their files, and waits until all run.",
            "The worker validates every changed file first. If one is invalid, or if a source writes to a topic that does not "
                    + "exist, nothing is changed. Deletes nothing."
        },
        footer =
                "Exit codes: 0 all run, 1 a file is invalid, a topic is missing or a connector does not run, 2 invalid usage.")
final class ConnectorsApplyCommand implements Callable<Integer> {

    private static final Duration BROKER_LIMIT = Duration.ofSeconds(10);

    @Mixin
    private ConnectorFileOptions selection = new ConnectorFileOptions();

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("120s");

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    @Override
    public Integer call() {
        List<ConnectorFile> files = selection.files();
        ConnectRest worker = connect.rest(timeout.value());
        ConnectorDiff diff = new ConnectorDiff(worker);
        List<ConnectorFile> differing =
                files.stream().filter(file -> !diff.of(file).isEmpty()).toList();
        List<String> errors = new ArrayList<>();
        differing.forEach(file -> errors.addAll(errors(worker, file)));
        if (errors.isEmpty()) {
            errors.addAll(missingTopics(worker, files));
        }
        if (!errors.isEmpty()) {
            errors.forEach(System.err::println);
            System.err.println("Nothing was changed.");
            if (json.isRequested()) {
                ObjectNode result = Outcomes.json(Map.of()).put("ok", false);
                result.putArray("changed");
                errors.forEach(result.putArray("errors")::add);
                JsonOutput.print(System.out, result);
            }
            return ExitCodes.FAILED;
        }
        Set<String> changed = new LinkedHashSet<>();
        for (ConnectorFile file : differing) {
            List<ConfigDiff.Difference> differences = diff.of(file);
            worker.put(file.name(), file.json());
            changed.add(file.name());
            print(file.name() + (diff.isNew(file) ? ": created" : ": changed"));
            if (!diff.isNew(file)) {
                differences.forEach(difference -> print("  " + difference.line()));
            }
        }
        Map<String, ConnectorStartWaiter.Outcome> outcomes = new ConnectorStartWaiter(worker, changed)
                .await(files.stream().map(ConnectorFile::name).toList(), timeout.value());
        if (json.isRequested()) {
            ObjectNode result = Outcomes.json(outcomes);
            changed.forEach(result.putArray("changed")::add);
            JsonOutput.print(System.out, result);
        } else {
            Outcomes.print(outcomes, false);
        }
        return outcomes.values().stream().allMatch(ConnectorStartWaiter.Outcome::isGood) ? 0 : ExitCodes.FAILED;
    }

    private void print(String line) {
        if (!json.isRequested()) {
            System.out.println(line);
        }
    }

    private static List<String> errors(ConnectRest worker, ConnectorFile file) {
        List<String> lines = new ArrayList<>();
        JsonNode validation = worker.validate(file.connectorClass(), file.json());
        for (JsonNode field : validation.path("configs")) {
            JsonNode value = field.path("value");
            value.path("errors")
                    .forEach(error ->
                            lines.add(file.name() + ": " + value.path("name").asText() + ": " + error.asText()));
        }
        return lines;
    }

    /** Empty if the brokers cannot be asked: the worker may use other addresses than this command. */
    private List<String> missingTopics(ConnectRest worker, List<ConnectorFile> files) {
        WrittenTopics topics = new WrittenTopics();
        files.forEach(file -> topics.add(file.name(), file.json(), worker));
        try {
            List<String> missing = brokers.withAdmin(BROKER_LIMIT, topics::missing);
            return missing.isEmpty()
                    ? List.of()
                    : Stream.concat(missing.stream(), Stream.of(WrittenTopics.advice()))
                            .toList();
        } catch (UserError e) {
            System.err.println("The topics of the connectors were not checked (--bootstrap-server): " + e.getMessage());
            return List.of();
        }
    }
}
