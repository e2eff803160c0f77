package io.pulsefeed.simulators.emotibit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed simulate emotibit}. */
@Command(
        name = "emotibit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs simulated EmotiBit devices on loopback addresses from 127.0.0.2 on, each worn by a synthetic"
                        + " person.")
public final class EmotiBitSimulatorCommand implements Callable<Integer> {

    private static final long STATISTICS_SECONDS = 5;
    private static final int MAX_DEVICES = 1_000;
    private static final int MAX_PORT = 65_535;

    @Spec
    private CommandSpec spec;

    @Option(names = "--devices", defaultValue = "2", description = "How many devices (default: ${DEFAULT-VALUE}).")
    private int devices;

    @Option(
            names = "--port",
            defaultValue = "3131",
            description = "UDP port on which devices listen for hosts (default: ${DEFAULT-VALUE}, as on real devices).")
    private int port;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of all random values (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--fault",
            arity = "1..*",
            paramLabel = "NAME",
            description = "Faults, such as loss, reboot or slow-clock; --list-faults lists them.")
    private List<String> faults = List.of();

    @Option(names = "--list-faults", description = "List the faults and exit.")
    private boolean listFaults;

    @Option(names = "--broadcast", description = "Run one device on the wildcard address, which receives broadcasts.")
    private boolean broadcast;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "Play a raw recording of a device instead of generated data.")
    private @Nullable Path replay;

    public static void main(String[] args) {
        System.exit(new CommandLine(new EmotiBitSimulatorCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (listFaults) {
            for (Fault fault : Fault.values()) {
                out.printf(Locale.ROOT, "%-16s %s%n", fault, fault.description());
            }
            out.flush();
            return 0;
        }
        require(devices >= 1 && devices <= MAX_DEVICES, "--devices must be 1 to 1,000 (got " + devices + ").");
        require(port >= 1 && port <= MAX_PORT, "--port must be 1 to 65,535 (got " + port + ").");
        CountDownLatch stopped = new CountDownLatch(1);
        try (EmotiBitSimulator simulator = new EmotiBitSimulator(options()).start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "emotibit-simulator-stop"));
            announce(out, simulator);
            report(out, simulator, stopped);
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private void require(boolean isValid, String message) {
        if (!isValid) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private EmotiBitSimulator.Options options() {
        EmotiBitSimulator.Options options = EmotiBitSimulator.Options.devices(broadcast ? 1 : devices)
                .onPort(port)
                .seeded(seed)
                .with(faults.stream().map(Fault::named).collect(Collectors.toSet()))
                .replaying(replay);
        return broadcast ? options.onWildcardAddress() : options;
    }

    private void announce(PrintWriter out, EmotiBitSimulator simulator) {
        out.println("Devices       " + simulator.addresses() + ", UDP port " + port);
        out.println("For a worker  PULSEFEED_EMOTIBIT_DEVICES=" + simulator.addresses());
        if (replay != null) {
            out.println("Replay        " + replay);
        }
        out.println("Stop with Ctrl-C.");
        out.flush();
    }

    private static void report(PrintWriter out, EmotiBitSimulator simulator, CountDownLatch stopped)
            throws InterruptedException {
        Map<String, Long> before = simulator.counters();
        while (!stopped.await(STATISTICS_SECONDS, TimeUnit.SECONDS)) {
            Map<String, Long> now = simulator.counters();
            out.printf(
                    Locale.ROOT,
                    "packets %,d (%,.1f/s)  lost %,d  connections %,d  time answers %,d of %,d%n",
                    now.get("packets"),
                    (double) (now.get("packets") - before.get("packets")) / STATISTICS_SECONDS,
                    now.get("lost"),
                    now.get("connections"),
                    now.get("time-answers"),
                    now.get("time-requests"));
            out.flush();
            before = now;
        }
    }
}
