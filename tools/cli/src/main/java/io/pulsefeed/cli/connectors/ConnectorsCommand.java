package io.pulsefeed.cli.connectors;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed connectors}. */
@Command(
        name = "connectors",
        mixinStandardHelpOptions = true,
        description = {
            "Compares connectors with their files, applies the files, shows states, and restarts failed connectors.",
            "The files are in connect-config/connectors."
        },
        subcommands = {
            ConnectorsPlanCommand.class,
            ConnectorsApplyCommand.class,
            ConnectorsStatusCommand.class,
            ConnectorsHealCommand.class
        })
public final class ConnectorsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Specify a command: plan, apply, status or heal.");
    }
}
