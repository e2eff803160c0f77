package io.pulsefeed.cli.simulate;

import io.pulsefeed.simulators.emotibit.EmotiBitSimulatorCommand;
import io.pulsefeed.simulators.kraken.KrakenSimulatorCommand;
import io.pulsefeed.simulators.news.NewsSimulatorCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed simulate}: one simulator, or all of them. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Runs one simulator, or all of them, for your own connectors and tests.",
        subcommands = {
            KrakenSimulatorCommand.class,
            NewsSimulatorCommand.class,
            EmotiBitSimulatorCommand.class,
            SimulateAllCommand.class
        })
public final class SimulateCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Specify what to simulate: kraken, news, emotibit or all.");
    }
}
