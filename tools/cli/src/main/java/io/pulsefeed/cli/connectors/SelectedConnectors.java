package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.UserError;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The connectors to change: named, or all on request. */
final class SelectedConnectors {

    @Parameters(paramLabel = "NAME", split = ",", arity = "0..*", description = "Connectors.")
    private List<String> names = List.of();

    @Option(names = "--all", description = "All connectors of the worker.")
    private boolean all;

    /** @throws UserError if none are selected, or one does not exist; nothing has been changed then */
    List<String> of(ConnectRest worker) {
        List<String> existing = worker.connectors().stream().sorted().toList();
        if (all == !names.isEmpty()) {
            throw new UserError("specify connectors, or --all. The worker has: " + String.join(", ", existing) + ".");
        }
        for (String name : names) {
            if (!existing.contains(name)) {
                throw new UserError(
                        "the worker has no connector " + name + ". It has: " + String.join(", ", existing) + ".");
            }
        }
        return all ? existing : names.stream().distinct().toList();
    }
}
