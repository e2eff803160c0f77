package io.pulsefeed.deployment.monitoring;

import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.news.NewsSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The simulated other end of each source: an exchange, news sites, and two devices worn by somebody. */
public final class Venues implements AutoCloseable {

    private static final int TRADES_PER_SECOND = 20;
    private static final int SITES = 3;
    private static final int ARTICLES_A_SITE = 4;
    private static final int DEVICES = 2;
    /** The id that the simulator gives its first device; somebody wears it. */
    private static final String FIRST_DEVICE = "MD-V5-0000410";

    private final KrakenSimulator kraken;
    private final NewsSimulator news;
    private final EmotiBitSimulator bodies;
    private final Path sites;

    private Venues(KrakenSimulator kraken, NewsSimulator news, EmotiBitSimulator bodies, Path sites) {
        this.kraken = kraken;
        this.news = news;
        this.bodies = bodies;
        this.sites = sites;
    }

    static Venues open(Path folder) throws IOException {
        KrakenSimulator kraken = KrakenSimulator.builder()
                .seed(7)
                .tradesPerSecond(TRADES_PER_SECOND)
                .build()
                .start();
        NewsSimulator news = NewsSimulator.start(0, SITES, ARTICLES_A_SITE, 7, Clock.systemUTC(), Set.of());
        // Any of the loopback addresses: a demo on the same machine has the first ones.
        int firstHost = ThreadLocalRandom.current().nextInt(20, 240);
        EmotiBitSimulator bodies = new EmotiBitSimulator(EmotiBitSimulator.Options.devices(DEVICES)
                        .startingAt(firstHost)
                        .seeded(7))
                .start();
        Files.createDirectories(folder);
        Path sites = Files.writeString(folder.resolve("sites.json"), news.sitesJson(100));
        return new Venues(kraken, news, bodies, sites);
    }

    public KrakenSimulator kraken() {
        return kraken;
    }

    public NewsSimulator news() {
        return news;
    }

    public EmotiBitSimulator bodies() {
        return bodies;
    }

    /** What {@code ${env:..}} of the shipped sources asks for. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PULSEFEED_KRAKEN_WS_URL", kraken.webSocketUrl());
        environment.put("PULSEFEED_KRAKEN_REST_URL", kraken.restUrl());
        environment.put("PULSEFEED_ARTICLE_SITES", sites.toString());
        environment.put("PULSEFEED_CONTACT_URL", "http://127.0.0.1/contact");
        environment.put("PULSEFEED_EMOTIBIT_DEVICES", bodies.addresses());
        return environment;
    }

    /** Settings of a shipped source without which it would not talk to a simulator. */
    static Map<String, String> overrides(String connector) {
        return switch (connector) {
            case "article-source" -> Map.of("allow.private.addresses", "true");
            case "emotibit-source" -> Map.of(
                    "patient.map", FIRST_DEVICE + "=P7",
                    "bind.address", "127.0.0.1",
                    "data.port", "0",
                    "control.port", "0",
                    "discovery.broadcast.enabled", "false",
                    "session.timeout.ms", "4000");
            default -> Map.of();
        };
    }

    @Override
    public void close() {
        bodies.close();
        news.close();
        kraken.close();
    }
}
