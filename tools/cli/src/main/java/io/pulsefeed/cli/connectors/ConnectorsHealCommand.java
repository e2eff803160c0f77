package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.Durations;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.UserError;
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
            "Restarts connectors and tasks that have failed, which Kafka Connect itself never does.",
            "Without --every once, and waits until they run. With it for ever: what fails again is restarted after 10 s, "
                    + "20 s, 40 s and so on up to 30 minutes. What somebody paused or stopped is left so."
        },
        footer = "Exit codes: 0 all run, 1 one does not, 2 wrong usage.")
final class ConnectorsHealCommand implements Callable<Integer> {

    @Mixin
    private NamesOption names;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Looks again and again, with this pause.")
    private Duration every;

    @Option(
            names = "--heartbeat",
            paramLabel = "FILE",
            description = "With --every: writes this file after each look, for a health check.")
    private Path heartbeat;

    @Mixin
    private WorkerOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (every == null) {
            return once();
        }
        if (every.isZero()) {
            throw new ParameterException(spec.commandLine(), "--every must be longer than 0, for example 10s.");
        }
        return forever();
    }

    private int once() {
        ConnectRest worker = options.worker();
        Set<String> restarted = healer(worker, System.out::println).look();
        Map<String, Startup.Outcome> outcomes = new Startup(worker, restarted).await(restarted, options.timeout());
        outcomes.forEach((name, outcome) -> System.out.println(outcome.sentence(name)));
        if (restarted.isEmpty()) {
            System.out.println("Nothing has failed.");
        }
        return outcomes.values().stream().allMatch(Startup.Outcome::good) ? 0 : ExitCodes.FAILED;
    }

    private int forever() throws InterruptedException {
        ConnectRest worker = options.worker();
        Healer healer = healer(worker, ConnectorsHealCommand::say);
        boolean away = false;
        while (true) {
            try {
                healer.look();
                if (away) {
                    say("The worker answers again.");
                }
                away = false;
            } catch (AdminException e) {
                // Said once: a worker that restarts, or is being replaced, is no news every few seconds.
                if (!away) {
                    say(e.getMessage());
                }
                away = true;
            }
            beat();
            TimeUnit.MILLISECONDS.sleep(every.toMillis());
        }
    }

    private Healer healer(ConnectRest worker, Consumer<String> out) {
        return new Healer(worker, () -> names.of(worker), new RestartPauses(System::nanoTime), out);
    }

    private void beat() {
        if (heartbeat != null) {
            try {
                Files.writeString(heartbeat, Instant.now() + "\n");
            } catch (IOException e) {
                throw new UserError("the file of --heartbeat cannot be written: " + e.getMessage(), e);
            }
        }
    }

    private static void say(String sentence) {
        System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + sentence);
    }
}
