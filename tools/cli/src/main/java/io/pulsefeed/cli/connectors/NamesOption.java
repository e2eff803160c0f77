package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Which of the worker's connectors. */
final class NamesOption {

    @Parameters(
            paramLabel = "NAME",
            split = ",",
            arity = "0..*",
            description = "Connectors (default: all that the worker has).")
    private List<String> names = List.of();

    /** Those that were named, or all that the worker has now. */
    List<String> of(ConnectRest worker) {
        return names.isEmpty() ? worker.connectors().stream().sorted().toList() : names;
    }
}
