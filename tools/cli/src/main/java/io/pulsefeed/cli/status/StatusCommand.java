package io.pulsefeed.cli.status;

import io.pulsefeed.admin.state.DatabaseLogin;
import io.pulsefeed.admin.state.StackState;
import io.pulsefeed.admin.state.StateCollectors;
import io.pulsefeed.admin.state.StateJson;
import io.pulsefeed.admin.state.StateSources;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.DatabaseOptions;
import io.pulsefeed.cli.options.DurationConverter;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.options.MetricsOption;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.cli.output.Screen;
import io.pulsefeed.cli.output.ScreenLine;
import io.pulsefeed.cli.output.TerminalSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows on one screen: connectors and the cause of each failure, lag in records and time, rows and newest row of each "
                    + "table, dead letters with the newest reason, open gaps, days of disk left, and the last event of each pair, "
                    + "site and device.",
            "Each part has a time limit of 10 seconds. A part that cannot be read is listed with the reason."
        },
        footer =
                "Exit codes: 0 every connector runs (or was paused or stopped by a user), no disk is full and every part was read, "
                        + "1 otherwise, "
                        + "2 invalid usage. Parts that need the database do not count without its password, nor do the metrics.")
public final class StatusCommand implements Callable<Integer> {

    private static final String MESSAGE = "Ctrl-C ends. The pipeline is not affected.";

    @Option(
            names = "--watch",
            description = "Update until Ctrl-C: the screen of a terminal, otherwise repeated output.")
    private boolean watch;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "With --watch: pause between two updates (default: 2s).")
    private Duration every = Duration.ZERO;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private MetricsOption metrics = new MetricsOption();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (every.isZero()) {
            throw new ParameterException(spec.commandLine(), "--every must be longer than 0, for example 2s.");
        }
        Optional<DatabaseLogin> login = database.login();
        StateSources sources = new StateSources(
                connect.rest(), brokers.clientConfig(), login, metrics.url(), StateSources.DEFAULT_LIMIT);
        try (StateCollectors collectors = new StateCollectors(sources)) {
            if (watch) {
                return watch(collectors);
            }
            StackState state = collectors.collect();
            print(state);
            return Parts.isGood(state, login.isPresent()) ? 0 : ExitCodes.FAILED;
        }
    }

    private int watch(StateCollectors collectors) throws InterruptedException {
        boolean onTerminal = System.console() != null && !json.isRequested();
        Screen screen = new Screen(System.out);
        Runtime.getRuntime().addShutdownHook(new Thread(screen::close, "restore-terminal"));
        while (true) {
            StackState state = collectors.collect();
            if (onTerminal) {
                screen.draw(StatusScreen.lines(state, TerminalSize.current(), MESSAGE));
            } else {
                print(state);
            }
            TimeUnit.MILLISECONDS.sleep(every.toMillis());
        }
    }

    private void print(StackState state) {
        if (json.isRequested()) {
            JsonOutput.print(System.out, StateJson.of(state));
            return;
        }
        List<ScreenLine> lines = StatusScreen.lines(state);
        lines.forEach(line -> System.out.println(line.text()));
        if (watch) {
            System.out.println();
        }
        System.out.flush();
    }
}
