package io.pulsefeed.cli.backfill;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed backfill}. */
@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        description = "Adds data of a past period, and checks that all of it has arrived.",
        subcommands = {KrakenBackfillCommand.class, EmotiBitBackfillCommand.class})
public final class BackfillCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Specify what to add: kraken or emotibit.");
    }
}
