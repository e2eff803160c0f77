package io.pulsefeed.cli.simulate;

import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.news.NewsSimulator;
import io.pulsefeed.simulators.news.NewsSite;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pulsefeed simulate all}: all simulators in one process, for a container network. */
@Command(
        name = "all",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs a Kraken exchange, five news sites and an EmotiBit without faults, on their default ports.")
final class SimulateAllCommand implements Callable<Integer> {

    private static final int KRAKEN_PORT = 8766;
    private static final int NEWS_PORT = 8090;
    private static final int NEWS_SITES = 5;
    private static final int ARTICLES_PER_SITE = 20;
    private static final long SECONDS_BETWEEN_ARTICLES = 30;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--bind-address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}). With 0.0.0.0, all interfaces, the EmotiBit"
                    + " responds to broadcasts; otherwise its address is 127.0.0.2.")
    private InetAddress bindAddress;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of all random values (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--start",
            description =
                    "Start of trading, such as 2026-11-01T00:00:00Z (default: now). A restarted exchange with the same"
                            + " start and seed has the same trades.")
    private @Nullable Instant start;

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        try (KrakenSimulator kraken = kraken();
                NewsSimulator news = news();
                EmotiBitSimulator emotibit = new EmotiBitSimulator(devices()).start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown, "simulators-stop"));
            PrintWriter out = spec.commandLine().getOut();
            out.println("Kraken    " + kraken.webSocketUrl() + " and " + kraken.restUrl());
            news.sites().forEach(site -> out.println("News      " + site.origin() + "/feed.xml"));
            out.println("EmotiBit  " + emotibit.addresses() + ", UDP port " + EmotiBitSimulator.Options.PORT);
            out.flush();
            while (!stop.await(SECONDS_BETWEEN_ARTICLES, TimeUnit.SECONDS)) {
                news.sites().forEach(NewsSite::publish);
            }
            return 0;
        } catch (IOException e) {
            throw new UserError("the simulators could not start: " + IoErrors.describe(e), e);
        }
    }

    private KrakenSimulator kraken() throws IOException {
        return KrakenSimulator.builder()
                .bindAddress(bindAddress)
                .port(KRAKEN_PORT)
                .seed(seed)
                .startTime(start)
                .build()
                .start();
    }

    private NewsSimulator news() throws IOException {
        return NewsSimulator.start(
                bindAddress, NEWS_PORT, NEWS_SITES, ARTICLES_PER_SITE, seed, Clock.systemUTC(), Set.of());
    }

    private EmotiBitSimulator.Options devices() {
        EmotiBitSimulator.Options one = EmotiBitSimulator.Options.devices(1).seeded(seed);
        return bindAddress.isAnyLocalAddress() ? one.onWildcardAddress() : one;
    }
}
