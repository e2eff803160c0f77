package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Market;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

/** {@code pulsefeed simulate kraken}. */
@Command(
        name = "kraken",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs a simulated Kraken exchange: WebSocket and REST on one port.")
public final class KrakenSimulatorCommand implements Callable<Integer> {

    private static final long STATISTICS_SECONDS = 5;
    private static final long CLOSE_SECONDS = 2;
    private static final int MAX_PORT = 65_535;
    private static final double MAX_RATE = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--bind-address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 for all addresses (default: ${DEFAULT-VALUE}).")
    private InetAddress bindAddress;

    @Option(
            names = "--port",
            defaultValue = "8766",
            description = "Port to listen on; 0 selects a free port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of all random values (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--pairs", split = ",", description = "Pairs to trade, such as BTC/USD,ETH/USD.")
    private List<String> pairs = Market.defaults();

    @Option(
            names = "--rate",
            defaultValue = "20",
            description = "Trades per second over all pairs (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--trades", description = "Emit exactly this many trades over all pairs, then stop.")
    private Long trades;

    @Option(
            names = "--start",
            description =
                    "Start of trading, such as 2026-11-01T00:00:00Z (default: now). A simulator restarted with the"
                            + " same start, seed, pairs and rate serves the same trades.")
    private Instant start;

    @Option(
            names = "--replay",
            description = "Play the recorded frames of this file (v2: one frame per line; v1: EPOCH: FRAME).")
    private @Nullable Path replay;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "Speed of the replay; 2 is twice as fast, 0 as fast as possible (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(names = "--replay-loop", description = "Restart the recording at its end.")
    private boolean replayLoop;

    @Option(
            names = "--fault",
            arity = "1..*",
            split = ",",
            paramLabel = "NAME",
            description = "Faults to inject, each once a minute; --list-faults lists them.")
    private List<String> faults = List.of();

    @Option(names = "--list-faults", description = "List the faults and exit.")
    private boolean listFaults;

    public static void main(String[] args) {
        System.exit(new CommandLine(new KrakenSimulatorCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (listFaults) {
            for (Fault fault : Fault.values()) {
                out.printf(
                        "%-22s %-8s %s%n", fault.label(), fault.isLasting() ? "lasting" : "once", fault.description());
            }
            out.flush();
            return 0;
        }
        require(port >= 0 && port <= MAX_PORT, "--port must be 0 to 65,535 (got " + port + ").");
        require(rate >= 0 && rate <= MAX_RATE, "--rate must be 0 to 1,000,000 (got " + rate + ").");
        require(trades == null || trades >= 0, "--trades must be 0 or more (got " + trades + ").");
        require(speed >= 0 && speed < Double.POSITIVE_INFINITY, "--speed must be 0 or more (got " + speed + ").");
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (KrakenSimulator simulator = settings().build()) {
            Fault[] chosen = faults.stream().map(Fault::labelled).toArray(Fault[]::new);
            simulator.recur(chosen);
            simulator.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitClose(stop, closed), "kraken-simulator-stop"));
            announce(out, simulator);
            printStatistics(out, simulator, stop);
            return 0;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        } finally {
            closed.countDown();
        }
    }

    private void require(boolean isValid, String message) {
        if (!isValid) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    /** Shutdown hook for Ctrl-C; the process ends when it returns. */
    private static void awaitClose(CountDownLatch stop, CountDownLatch closed) {
        stop.countDown();
        try {
            closed.await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void printStatistics(PrintWriter out, KrakenSimulator simulator, CountDownLatch stop)
            throws InterruptedException {
        long tradesBefore = simulator.tradeCount();
        long framesBefore = 0;
        long nanosBefore = System.nanoTime();
        boolean stopped = false;
        while (!stopped) {
            stopped = stop.await(STATISTICS_SECONDS, TimeUnit.SECONDS);
            Map<String, Long> counters = simulator.counters();
            long trades = simulator.tradeCount();
            long frames = counters.get("frames");
            long nanos = System.nanoTime();
            double seconds = (nanos - nanosBefore) / 1e9;
            out.printf(
                    Locale.ROOT,
                    "trades %,d (%,.1f/s)  frames %,d (%,.1f/s)  clients %d of %,d%s%s%n",
                    trades,
                    (trades - tradesBefore) / seconds,
                    frames,
                    (frames - framesBefore) / seconds,
                    counters.get("sessions"),
                    counters.get("connections"),
                    simulator.isQuiet() ? "  quiet" : "",
                    simulator.activeFaults().isEmpty() ? "" : "  faults " + labels(simulator.activeFaults()));
            out.flush();
            tradesBefore = trades;
            framesBefore = frames;
            nanosBefore = nanos;
        }
    }

    private static String labels(Set<Fault> faults) {
        return faults.stream().map(Fault::label).sorted().collect(Collectors.joining(","));
    }

    private Builder settings() {
        Builder settings = KrakenSimulator.builder()
                .bindAddress(bindAddress)
                .port(port)
                .seed(seed)
                .pairs(pairs)
                .tradesPerSecond(rate)
                .startTime(start)
                .speed(speed)
                .replayLoop(replayLoop);
        if (trades != null) {
            settings.trades(trades);
        }
        return replay == null ? settings : settings.replay(replay);
    }

    private void announce(PrintWriter out, KrakenSimulator simulator) {
        out.println("WebSocket v2  " + simulator.webSocketUrl());
        out.println("WebSocket v1  " + simulator.webSocketV1Url());
        out.println("REST          " + simulator.restUrl() + "/0/public/Trades?pair=XBTUSD");
        out.println(replay == null ? "Pairs         " + String.join(" ", pairs) : "Replay        " + replay);
        if (!faults.isEmpty()) {
            out.println("Faults        " + String.join(" ", faults) + ", each once a minute");
        }
        out.println("Stop with Ctrl-C.");
        out.flush();
    }
}
