package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.DurationConverter;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.options.TimeoutOption;
import io.pulsefeed.cli.output.JsonOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed connectors heal}. */
@Command(
        name = "heal",
        mixinStandardHelpOptions = true,
        description = {
            "Restarts failed connectors and tasks, which Kafka Connect does not do.",
            "Without --every, checks once and waits until they run. With --every, checks until stopped: a connector that fails "
                    + "again is restarted after 10 s, 20 s, 40 s and so on up to 30 minutes. Paused and stopped connectors are not "
                    + "restarted."
        },
        footer = "Exit codes: 0 all run, 1 one does not run, 2 invalid usage.")
final class ConnectorsHealCommand implements Callable<Integer> {

    @Mixin
    private ConnectorNames names = new ConnectorNames();

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Check repeatedly, with this pause.")
    private @Nullable Duration every;

    @Option(
            names = "--heartbeat",
            paramLabel = "FILE",
            description = "With --every: write this file after each check, for a health check.")
    private @Nullable Path heartbeat;

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("120s");

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (every == null) {
            return healOnce();
        }
        if (json.isRequested()) {
            throw new ParameterException(spec.commandLine(), "--json requires a single check, without --every.");
        }
        if (every.isZero()) {
            throw new ParameterException(spec.commandLine(), "--every must be longer than 0, for example 10s.");
        }
        return healForever(every);
    }

    private int healOnce() {
        ConnectRest worker = connect.rest(timeout.value());
        Set<String> restarted = restarter(worker, json.isRequested() ? System.err::println : System.out::println)
                .restartFailed();
        Map<String, ConnectorStartWaiter.Outcome> outcomes =
                new ConnectorStartWaiter(worker, restarted).await(restarted, timeout.value());
        if (json.isRequested()) {
            JsonOutput.print(System.out, Outcomes.json(outcomes));
            return outcomes.values().stream().allMatch(ConnectorStartWaiter.Outcome::isGood) ? 0 : ExitCodes.FAILED;
        }
        outcomes.forEach((name, outcome) -> System.out.println(outcome.line(name)));
        if (restarted.isEmpty()) {
            System.out.println("Nothing has failed.");
        }
        return outcomes.values().stream().allMatch(ConnectorStartWaiter.Outcome::isGood) ? 0 : ExitCodes.FAILED;
    }

    private int healForever(Duration pause) throws InterruptedException {
        ConnectRest worker = connect.rest(timeout.value());
        FailureRestarter restarter = restarter(worker, ConnectorsHealCommand::log);
        boolean workerFailed = false;
        while (true) {
            try {
                restarter.restartFailed();
                if (workerFailed) {
                    log("The worker responds again.");
                }
                workerFailed = false;
            } catch (AdminException e) {
                // Logged once, not at every check while a worker restarts.
                if (!workerFailed) {
                    log(e.getMessage());
                }
                workerFailed = true;
            }
            writeHeartbeat();
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
    }

    private FailureRestarter restarter(ConnectRest worker, Consumer<String> log) {
        return FailureRestarter.create(worker, () -> names.of(worker), log);
    }

    private void writeHeartbeat() {
        if (heartbeat != null) {
            try {
                Files.writeString(heartbeat, Instant.now() + "\n");
            } catch (IOException e) {
                throw new UserError("the file of --heartbeat cannot be written: " + IoErrors.describe(e), e);
            }
        }
    }

    private static void log(String message) {
        System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + message);
    }
}
