package io.pulsefeed.cli.connectors;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed connectors}. */
@Command(
        name = "connectors",
        mixinStandardHelpOptions = true,
        description =
                "Compares the connectors of a worker with the files of connect-config/connectors, makes them match, or shows "
                        + "how they are.",
        subcommands = {ConnectorsPlanCommand.class, ConnectorsApplyCommand.class, ConnectorsStatusCommand.class})
public final class ConnectorsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the connectors: plan, apply or status.");
    }
}
