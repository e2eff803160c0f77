package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.connectors.ConnectorStartWaiter.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pulsefeed connectors restart}. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = {
            "Restarts connectors and their tasks, and waits until they run.",
            "A restart loses and duplicates nothing. Paused and stopped connectors stay paused and stopped."
        },
        footer = "Exit codes: 0 all run, 1 one does not, 2 invalid usage.")
final class ConnectorsRestartCommand extends ConnectorAction {

    @Option(names = "--failed", description = "Only what has failed.")
    private boolean failed;

    @Override
    void request(ConnectRest worker, String connector) {
        if (failed) {
            worker.restartFailed(connector);
        } else {
            worker.restart(connector);
        }
    }

    @Override
    Map<String, Outcome> await(ConnectRest worker, List<String> connectors, Duration limit) {
        return awaitRunning(worker, connectors, limit);
    }
}
