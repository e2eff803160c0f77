package io.pulsefeed.deployment.security;

import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.news.NewsSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The other end of each source. */
final class Sources implements AutoCloseable {

    private final KrakenSimulator kraken;
    private final NewsSimulator news;
    private final EmotiBitSimulator bodies;
    private final Path sites;

    private Sources(KrakenSimulator kraken, NewsSimulator news, EmotiBitSimulator bodies, Path sites) {
        this.kraken = kraken;
        this.news = news;
        this.bodies = bodies;
        this.sites = sites;
    }

    static Sources open(Path folder) throws IOException {
        KrakenSimulator kraken =
                KrakenSimulator.builder().seed(5).tradesPerSecond(20).build().start();
        NewsSimulator news = NewsSimulator.start(0, 1, 3, 5, Clock.systemUTC(), Set.of());
        // Any of the loopback addresses: a demo on the same machine has the first ones.
        int host = ThreadLocalRandom.current().nextInt(20, 240);
        EmotiBitSimulator bodies =
                new EmotiBitSimulator(EmotiBitSimulator.Options.devices(1).startingAt(host)).start();
        return new Sources(kraken, news, bodies, Files.writeString(folder.resolve("sites.json"), news.sitesJson(50)));
    }

    Map<String, String> environment() {
        return Map.of(
                "PULSEFEED_KRAKEN_WS_URL", kraken.webSocketUrl(),
                "PULSEFEED_KRAKEN_REST_URL", kraken.restUrl(),
                "PULSEFEED_ARTICLE_SITES", sites.toString(),
                "PULSEFEED_CONTACT_URL", "http://127.0.0.1/contact",
                "PULSEFEED_EMOTIBIT_DEVICES", bodies.addresses());
    }

    /** Settings of a shipped connector without which it would not talk to a simulator, or not do within a test all it does in a day. */
    static Map<String, String> settings(String connector) {
        return switch (connector) {
            case "article-source" -> Map.of("allow.private.addresses", "true");
            case "emotibit-source" -> Map.of(
                    "bind.address", "127.0.0.1",
                    "data.port", "0",
                    "control.port", "0",
                    "discovery.broadcast.enabled", "false");
            case "kraken-source" -> Map.of("alert.mode", "previous", "alert.threshold.percent", "0.0001");
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
