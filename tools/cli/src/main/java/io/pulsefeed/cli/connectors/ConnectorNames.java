package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The connectors to show or restart. */
final class ConnectorNames {

    @Parameters(
            paramLabel = "NAME",
            split = ",",
            arity = "0..*",
            description = "Connectors (default: all connectors of the worker).")
    private List<String> names = List.of();

    /** The given names, or all current connectors of the worker. */
    List<String> of(ConnectRest worker) {
        return names.isEmpty() ? worker.connectors().stream().sorted().toList() : names;
    }
}
