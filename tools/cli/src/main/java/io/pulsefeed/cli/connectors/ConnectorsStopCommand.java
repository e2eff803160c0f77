package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.connectors.ConnectorStartWaiter.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code pulsefeed connectors stop}. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description =
                "Stops connectors: their tasks end, configuration and offsets remain. Required before offsets are changed.",
        footer = "Exit codes: 0 all have the state, 1 one has not, 2 invalid usage.")
final class ConnectorsStopCommand extends ConnectorAction {

    @Override
    void request(ConnectRest worker, String connector) {
        worker.stop(connector);
    }

    @Override
    Map<String, Outcome> await(ConnectRest worker, List<String> connectors, Duration limit) {
        return awaitState(worker, connectors, "STOPPED", limit);
    }
}
