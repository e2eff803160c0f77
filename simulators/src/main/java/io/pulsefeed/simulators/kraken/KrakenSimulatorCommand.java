package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Market;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulsefeed simulate kraken}. */
@Command(
        name = "kraken",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs a simulated Kraken exchange on the loopback address: WebSocket and REST on one port.")
public final class KrakenSimulatorCommand implements Callable<Integer> {

    private static final long FIGURES_SECONDS = 5;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "8766",
            description = "Port to listen on; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Everything random follows from it (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--pairs", split = ",", description = "Pairs to trade, such as BTC/USD,ETH/USD.")
    private List<String> pairs = Market.defaults();

    @Option(
            names = "--rate",
            defaultValue = "20",
            description = "Trades per second over all pairs (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--trades", description = "Emit exactly so many trades over all pairs, then go quiet.")
    private Long trades;

    @Option(
            names = "--start",
            description =
                    "When trading began, such as 2026-11-01T00:00:00Z (default: now). A simulator restarted with the same start,"
                            + " seed, pairs and rate serves the same trades.")
    private Instant start;

    @Option(
            names = "--replay",
            description = "Play the recorded frames of this file (v2: one frame per line; v1: EPOCH: FRAME).")
    private Path replay;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "Pace of the replay; 2 is twice as fast, 0 as fast as possible (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(names = "--replay-loop", description = "Begin the recording again at its end.")
    private boolean replayLoop;

    public static void main(String[] args) {
        System.exit(new CommandLine(new KrakenSimulatorCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch stopped = new CountDownLatch(1);
        try (KrakenSimulator simulator = settings().build().start()) {
            Thread hook = new Thread(stopped::countDown, "kraken-simulator-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            announce(out, simulator);
            Map<String, Long> before = simulator.counters();
            long tradesBefore = 0;
            while (!stopped.await(FIGURES_SECONDS, TimeUnit.SECONDS)) {
                Map<String, Long> now = simulator.counters();
                out.printf(
                        Locale.ROOT,
                        "trades %,d (%,.1f/s)  frames %,d (%,.1f/s)  clients %d of %,d%s%n",
                        simulator.tradeCount(),
                        (double) (simulator.tradeCount() - tradesBefore) / FIGURES_SECONDS,
                        now.get("frames"),
                        (double) (now.get("frames") - before.get("frames")) / FIGURES_SECONDS,
                        now.get("sessions"),
                        now.get("connections"),
                        simulator.isQuiet() ? "  quiet" : "");
                out.flush();
                before = now;
                tradesBefore = simulator.tradeCount();
            }
            return 0;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private Builder settings() {
        Builder settings = KrakenSimulator.builder()
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
        out.println("REST          " + simulator.restUrl() + "/0/public/Trades?pair=XBTUSD");
        out.println(replay == null ? "Pairs         " + String.join(" ", pairs) : "Replay        " + replay);
        out.println("Stop with Ctrl-C.");
        out.flush();
    }
}
