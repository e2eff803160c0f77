package io.pulsefeed.cli.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.ExitCodes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed connectors apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Puts connectors that differ from their files, and waits until all run.",
            "The worker checks every file that differs first; when one is wrong, nothing is changed. What is the "
                    + "same is not touched, and nothing is deleted."
        },
        footer = "Exit codes: 0 all run, 1 a file is wrong or a connector does not run, 2 wrong usage.")
final class ConnectorsApplyCommand implements Callable<Integer> {

    @Mixin
    private FileOptions selection;

    @Mixin
    private WorkerOptions options;

    @Override
    public Integer call() {
        List<ConnectorFile> files = selection.files();
        ConnectRest worker = options.worker();
        ConnectorChanges changes = new ConnectorChanges(worker);
        List<ConnectorFile> differing =
                files.stream().filter(file -> !changes.of(file).isEmpty()).toList();
        List<String> errors = new ArrayList<>();
        differing.forEach(file -> errors.addAll(errors(worker, file)));
        if (!errors.isEmpty()) {
            errors.forEach(System.err::println);
            System.err.println("Nothing was changed.");
            return ExitCodes.FAILED;
        }
        Set<String> changed = new LinkedHashSet<>();
        for (ConnectorFile file : differing) {
            List<String> lines = changes.of(file);
            worker.put(file.name(), file.json());
            changed.add(file.name());
            System.out.println(file.name() + (changes.isNew(file) ? ": created" : ": changed"));
            if (!changes.isNew(file)) {
                lines.forEach(line -> System.out.println("  " + line));
            }
        }
        return report(new Startup(worker, changed)
                .await(files.stream().map(ConnectorFile::name).toList(), options.timeout()));
    }

    private static List<String> errors(ConnectRest worker, ConnectorFile file) {
        List<String> lines = new ArrayList<>();
        JsonNode answer = worker.validate(file.connectorClass(), file.json());
        for (JsonNode field : answer.path("configs")) {
            JsonNode value = field.path("value");
            value.path("errors")
                    .forEach(error ->
                            lines.add(file.name() + ": " + value.path("name").asText() + ": " + error.asText()));
        }
        return lines;
    }

    private static int report(Map<String, Startup.Outcome> outcomes) {
        outcomes.forEach((name, outcome) -> (outcome.good() ? System.out : System.err).println(outcome.sentence(name)));
        return outcomes.values().stream().allMatch(Startup.Outcome::good) ? 0 : ExitCodes.FAILED;
    }
}
