package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.connectors.ConnectorStartWaiter.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code pulsefeed connectors pause}. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description =
                "Pauses connectors: tasks keep running, but process no records. The state survives restarts of the worker.",
        footer = "Exit codes: 0 all have the state, 1 one has not, 2 invalid usage.")
final class ConnectorsPauseCommand extends ConnectorAction {

    @Override
    void request(ConnectRest worker, String connector) {
        worker.pause(connector);
    }

    @Override
    Map<String, Outcome> await(ConnectRest worker, List<String> connectors, Duration limit) {
        return awaitState(worker, connectors, "PAUSED", limit);
    }
}
