package io.pulsefeed.cli.emotibit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed emotibit}. */
@Command(
        name = "emotibit",
        mixinStandardHelpOptions = true,
        description = "Controls connected EmotiBit devices through the control topic of their connector.",
        subcommands = {RecordCommand.class, MarkerCommand.class})
public final class EmotiBitCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Specify a command: record or marker.");
    }
}
