package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.connectors.ConnectorStartWaiter.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code pulsefeed connectors resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Resumes paused or stopped connectors, and waits until they run.",
        footer = "Exit codes: 0 all have the state, 1 one has not, 2 invalid usage.")
final class ConnectorsResumeCommand extends ConnectorAction {

    @Override
    void request(ConnectRest worker, String connector) {
        worker.resume(connector);
    }

    @Override
    Map<String, Outcome> await(ConnectRest worker, List<String> connectors, Duration limit) {
        return awaitState(worker, connectors, "RUNNING", limit);
    }
}
