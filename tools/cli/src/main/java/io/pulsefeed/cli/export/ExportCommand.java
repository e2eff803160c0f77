package io.pulsefeed.cli.export;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes the records of a topic to files in the original format of the data.",
        subcommands = {EmotiBitExportCommand.class})
public final class ExportCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Specify what to export: emotibit.");
    }
}
