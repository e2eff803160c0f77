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
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs news sites until it is interrupted. */
@Command(
        name = "news",
        mixinStandardHelpOptions = true,
        description = "News sites with feeds, articles and every kind of trouble, for the article source.")
public final class NewsSimulatorCommand implements Callable<Integer> {

    @Option(
            names = "--bind-address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 for all of this machine. Default: ${DEFAULT-VALUE}.")
    private InetAddress bindAddress;

    @Option(
            names = "--port",
            defaultValue = "8090",
            description = "Port of the first site; 0 takes free ones. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The same seed writes the same articles. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--fault",
            arity = "1..*",
            description =
                    "What the sites do wrong: robots-missing, robots-failing, robots-crawl-delay, feed-busy, feed-cut,"
                            + " page-fails-once, page-missing-once, page-drips.")
    private List<String> faults = List.of();

    @Option(names = "--replay", description = "Recorded pages to serve before the sites' own, one JSON object a line.")
    private Path replay;

    @Option(
            names = "--sites",
            defaultValue = "5",
            description = "How many sites, on ports one after the other. Default: ${DEFAULT-VALUE}.")
    private int sites;

    @Option(
            names = "--articles",
            defaultValue = "20",
            description = "Articles that each site starts with. Default: ${DEFAULT-VALUE}.")
    private int articles;

    @Option(
            names = "--every",
            defaultValue = "30",
            description = "Seconds between two new articles of a site; 0 for none. Default: ${DEFAULT-VALUE}.")
    private long everySeconds;

    @Option(
            names = "--sites-file",
            description = "Writes the list of these sites there, ready for sites.path of the article source.")
    private Path sitesFile;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
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
