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
            "Compares tables and analytics of the database with the files of the folder database, or makes them match.",
            "Candles, sentiment and predictions are there for every reader of SQL; docs/analytics.md says what each means."
        },
        subcommands = {DatabasePlanCommand.class, DatabaseApplyCommand.class, DatabaseRefreshCommand.class})
public final class DatabaseCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the database: plan, apply or refresh.");
    }
}
