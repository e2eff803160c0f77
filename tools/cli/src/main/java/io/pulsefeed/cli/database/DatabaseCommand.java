package io.pulsefeed.cli.database;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed database}. */
@Command(
        name = "database",
        mixinStandardHelpOptions = true,
        description = {
            "Compares tables and analytics of the database with the SQL files in database/, or applies the files.",
            "Analytics are views of candles, sentiment and predictions; see docs/analytics.md."
        },
        subcommands = {DatabasePlanCommand.class, DatabaseApplyCommand.class, DatabaseRefreshCommand.class})
public final class DatabaseCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Specify a command: plan, apply or refresh.");
    }
}
