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
            "Compares connectors with their files and applies the files; shows, changes and exports running connectors.",
            "The files are in connect-config/connectors."
        },
        subcommands = {
            ConnectorsPlanCommand.class,
            ConnectorsApplyCommand.class,
            ConnectorsStatusCommand.class,
            ConnectorsHealCommand.class,
            ConnectorsPauseCommand.class,
            ConnectorsResumeCommand.class,
            ConnectorsStopCommand.class,
            ConnectorsRestartCommand.class,
            ConnectorsDeleteCommand.class,
            ConnectorsOffsetsCommand.class,
            ConnectorsExportCommand.class
        })
public final class ConnectorsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Specify a command: plan, apply, status, heal, pause, resume, stop, restart, delete, offsets or export.");
    }
}
