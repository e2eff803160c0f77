package io.pulsefeed.cli.export;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes what is in a topic into files of the format that the data came from.",
        subcommands = {EmotiBitExportCommand.class})
public final class ExportCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to export: emotibit.");
    }
}
