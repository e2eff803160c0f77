package io.pulsefeed.cli.demo;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.options.DurationConverter;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.options.PortConverter;
import io.pulsefeed.cli.options.StackOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Starts Kafka, Kafka Connect and PostgreSQL on this machine, loads the plugins from their zips, sends data to "
                        + "them, and shows the results. Requires no Docker; all servers listen on loopback only.")
public final class DemoCommand implements Callable<Integer> {

    private static final int MAX_RATE = 1_000_000;
    private static final int MAX_DEVICES = 1_000;

    @Mixin
    private StackOptions stack = new StackOptions();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Stop after this time, for example 60s or 5m (default: until Ctrl-C).")
    private @Nullable Duration duration;

    @Option(names = "--live", description = "Use live data of Kraken instead of the simulators.")
    private boolean live;

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Seed of the simulators (default: 7).")
    private long seed;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "60",
            description = "Simulated trades per second over all pairs (default: 60).")
    private int rate;

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "2",
            description = "Simulated EmotiBit devices (default: 2).")
    private int devices;

    @Option(
            names = "--console-port",
            paramLabel = "PORT",
            converter = PortConverter.OrNone.class,
            defaultValue = "8088",
            description = "Port of the live page on this machine (default: 8088); 0 for no page.")
    private int consolePort;

    @Override
    public Integer call() throws Exception {
        require(rate >= 0 && rate <= MAX_RATE, "--rate must be 0 to 1,000,000 (got " + rate + ").");
        require(devices >= 0 && devices <= MAX_DEVICES, "--devices must be 0 to 1,000 (got " + devices + ").");
        Demo.Settings settings =
                new Demo.Settings(duration, live, json.isRequested(), seed, rate, devices, consolePort);
        return new Demo(Checkout.current(), stack, settings, System.out).run();
    }

    private void require(boolean isValid, String message) {
        if (!isValid) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
