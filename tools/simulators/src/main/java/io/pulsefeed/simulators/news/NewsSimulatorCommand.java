package io.pulsefeed.simulators.news;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed simulate news}. */
@Command(
        name = "news",
        mixinStandardHelpOptions = true,
        description = "Runs simulated news sites with feeds, articles and faulty responses.")
public final class NewsSimulatorCommand implements Callable<Integer> {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_SITES = 1_000;
    private static final int MAX_ARTICLES = 100_000;

    @Option(
            names = "--bind-address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 for all addresses. Default: ${DEFAULT-VALUE}.")
    private InetAddress bindAddress;

    @Option(
            names = "--port",
            defaultValue = "8090",
            description = "Port of the first site; 0 selects free ports. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the articles. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--fault",
            arity = "1..*",
            description = "Faults: robots-missing, robots-failing, robots-crawl-delay, feed-busy, feed-cut,"
                    + " page-fails-once, page-missing-once, page-drips.")
    private List<String> faults = List.of();

    @Option(
            names = "--replay",
            description = "Recorded pages that take precedence over generated ones, one JSON object per line.")
    private @Nullable Path replay;

    @Option(
            names = "--sites",
            defaultValue = "5",
            description = "Number of sites, on consecutive ports. Default: ${DEFAULT-VALUE}.")
    private int sites;

    @Option(
            names = "--articles",
            defaultValue = "20",
            description = "Number of articles of each site at the start. Default: ${DEFAULT-VALUE}.")
    private int articles;

    @Option(
            names = "--every",
            defaultValue = "30",
            description = "Seconds between new articles of a site; 0 for none. Default: ${DEFAULT-VALUE}.")
    private long everySeconds;

    @Option(
            names = "--sites-file",
            description = "File to write the list of sites to, for sites.path of the article source.")
    private Path sitesFile;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        require(
                port >= 0 && port <= MAX_PORT - sites,
                "--port must be 0 to 65,535, with a port for each site (got " + port + ").");
        require(sites >= 1 && sites <= MAX_SITES, "--sites must be 1 to 1,000 (got " + sites + ").");
        require(articles >= 0 && articles <= MAX_ARTICLES, "--articles must be 0 to 100,000 (got " + articles + ").");
        require(everySeconds >= 0, "--every must be 0 or more (got " + everySeconds + ").");
        try (NewsSimulator simulator =
                NewsSimulator.start(bindAddress, port, sites, articles, seed, Clock.systemUTC(), parsedFaults())) {
            if (replay != null) {
                simulator.replay(replay);
            }
            if (sitesFile != null) {
                Files.writeString(sitesFile, simulator.sitesJson(0));
            }
            PrintWriter out = spec.commandLine().getOut();
            for (int i = 0; i < sites; i++) {
                out.println(
                        NewsSimulator.name(i) + ": " + simulator.sites().get(i).origin() + "/feed.xml");
            }
            out.flush();
            publishUntilInterrupted(simulator);
        }
        return 0;
    }

    private void require(boolean isValid, String message) {
        if (!isValid) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private Set<NewsFault> parsedFaults() {
        Set<NewsFault> parsed = EnumSet.noneOf(NewsFault.class);
        for (String fault : faults) {
            try {
                parsed.add(NewsFault.of(fault));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage(), e);
            }
        }
        return parsed;
    }

    private void publishUntilInterrupted(NewsSimulator simulator) throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(interrupted::countDown, "news-simulator-stop"));
        long wait = everySeconds > 0 ? everySeconds : Long.MAX_VALUE;
        while (!interrupted.await(wait, TimeUnit.SECONDS)) {
            simulator.sites().forEach(NewsSite::publish);
        }
    }
}
