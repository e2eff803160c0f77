package io.pulsefeed.cli.demo;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.Durations;
import io.pulsefeed.cli.StackOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Starts Kafka, Kafka Connect and PostgreSQL on this machine, loads the plugins from their zips, feeds them, "
                        + "and shows what arrives. Needs no Docker; everything binds to loopback.")
public final class DemoCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "End after this time, for example 60s or 5m (default: until Ctrl-C).")
    private Duration duration;

    @Option(names = "--live", description = "Take the data from the real venues instead of the simulators.")
    private boolean live;

    @Option(names = "--json", description = "End with one JSON object on the last line of standard output.")
    private boolean json;

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
            description = "Simulated trades a second over all pairs (default: 60).")
    private int rate;

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "2",
            description = "Simulated EmotiBit devices (default: 2).")
    private int devices;

    @Override
    public Integer call() throws Exception {
        Demo.Settings settings = new Demo.Settings(duration, live, json, seed, rate, devices);
        return new Demo(Checkout.current(), stack, settings, System.out).run();
    }
}
