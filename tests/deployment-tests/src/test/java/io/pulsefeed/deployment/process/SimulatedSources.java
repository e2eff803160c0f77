package io.pulsefeed.deployment.process;

import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.news.NewsSimulator;
import io.pulsefeed.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** The servers and devices that the three source connectors read from, simulated: an exchange, news sites and EmotiBits. */
public final class SimulatedSources implements AutoCloseable {

    private static final int TRADES_PER_SECOND = 20;
    private static final int REQUEST_DELAY_MS = 100;

    private final KrakenSimulator kraken;
    private final NewsSimulator news;
    private final EmotiBitSimulator devices;
    private final Path sites;
    private final int discoveryPort;

    private SimulatedSources(
            KrakenSimulator kraken, NewsSimulator news, EmotiBitSimulator devices, Path sites, int discoveryPort) {
        this.kraken = kraken;
        this.news = news;
        this.devices = devices;
        this.sites = sites;
        this.discoveryPort = discoveryPort;
    }

    /** @param articles number per site */
    public record Size(int sites, int articles, int devices) {}

    /** @param folder created if absent; receives the list of news sites */
    public static SimulatedSources start(Path folder, Size size, long seed) throws IOException {
        KrakenSimulator kraken = KrakenSimulator.builder()
                .seed(seed)
                .tradesPerSecond(TRADES_PER_SECOND)
                .build()
                .start();
        NewsSimulator news = NewsSimulator.start(0, size.sites(), size.articles(), seed, Clock.systemUTC(), Set.of());
        // A port of their own: a demo or another test may use the same loopback addresses.
        int discoveryPort = FreePorts.udp();
        EmotiBitSimulator devices = new EmotiBitSimulator(EmotiBitSimulator.Options.devices(size.devices())
                        .onPort(discoveryPort)
                        .seeded(seed))
                .start();
        Files.createDirectories(folder);
        Path sites = Files.writeString(folder.resolve("sites.json"), news.sitesJson(REQUEST_DELAY_MS));
        return new SimulatedSources(kraken, news, devices, sites, discoveryPort);
    }

    public KrakenSimulator kraken() {
        return kraken;
    }

    public EmotiBitSimulator devices() {
        return devices;
    }

    /** The variables that the shipped sources read through {@code ${env:..}}. */
    public Map<String, String> environment() {
        return Map.of(
                "PULSEFEED_KRAKEN_WS_URL", kraken.webSocketUrl(),
                "PULSEFEED_KRAKEN_REST_URL", kraken.restUrl(),
                "PULSEFEED_ARTICLE_SITES", sites.toString(),
                "PULSEFEED_CONTACT_URL", "http://127.0.0.1/contact",
                "PULSEFEED_EMOTIBIT_DEVICES", devices.addresses());
    }

    /** Keys that a shipped connector needs in addition to reach a simulator on a loopback address. */
    public Map<String, String> overrides(String connector) {
        return switch (connector) {
            case "article-source" -> Map.of("allow.private.addresses", "true");
            case "emotibit-source" -> Map.of(
                    "bind.address", "127.0.0.1",
                    "data.port", "0",
                    "control.port", "0",
                    "discovery.port", Integer.toString(discoveryPort),
                    "discovery.broadcast.enabled", "false");
            default -> Map.of();
        };
    }

    @Override
    public void close() {
        devices.close();
        news.close();
        kraken.close();
    }
}
