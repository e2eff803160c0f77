package io.pulsefeed.system;

import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.simulators.news.NewsArticle;
import io.pulsefeed.simulators.news.NewsSimulator;
import io.pulsefeed.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An exchange with one pair, two news sites and EmotiBits, with the faults that an audit must name. */
final class AuditedSources implements AutoCloseable {

    static final String PAIR = "ADA/USD";
    /** The device that loses a packet. */
    static final String DEVICE = "MD-V5-0000410";

    static final String WITHHELD_SITE = NewsSimulator.name(0);
    static final int ARTICLES = 30;

    private static final int SITES = 2;
    /** Last part of the first device's loopback address. */
    private static final int HOST = 91;

    static final int DEVICES = Integer.getInteger("audit.devices", 20);

    private static final int GONE = 410;

    private final SimulatedExchange exchange;
    private final NewsSimulator news;
    private final EmotiBitSimulator devices;
    private final int discoveryPort;
    private final Path sites;

    private AuditedSources(
            SimulatedExchange exchange, NewsSimulator news, EmotiBitSimulator devices, int discoveryPort, Path sites) {
        this.exchange = exchange;
        this.news = news;
        this.devices = devices;
        this.discoveryPort = discoveryPort;
        this.sites = sites;
    }

    /** Starts with all articles but one per site. @param folder receives the list of sites */
    static AuditedSources start(Path folder) throws IOException {
        NewsSimulator news = NewsSimulator.start(0, SITES, ARTICLES / SITES - 1, 5, Clock.systemUTC(), Set.of());
        int port = FreePorts.udp();
        EmotiBitSimulator devices = new EmotiBitSimulator(EmotiBitSimulator.Options.devices(DEVICES)
                        .startingAt(HOST)
                        .onPort(port))
                .start();
        Files.createDirectories(folder);
        Path sites = Files.writeString(folder.resolve("sites.json"), news.sitesJson(20));
        return new AuditedSources(SimulatedExchange.open(18, List.of(PAIR)), news, devices, port, sites);
    }

    Map<String, String> articleSettings() {
        return Map.of(
                "sites.path", sites.toString(),
                "user.agent", "Pulsefeed/0.1 (+https://example.org/contact)",
                "allow.private.addresses", "true");
    }

    Map<String, String> tradeSettings() {
        Map<String, String> settings = exchange.settings();
        settings.put("pairs", PAIR);
        settings.put("channels", "trade");
        settings.put("gap.confirm.ms", "1000");
        return settings;
    }

    Map<String, String> deviceSettings() {
        return Map.of(
                "device.addresses", devices.addresses(),
                "bind.address", "127.0.0.1",
                "data.port", "0",
                "control.port", "0",
                "discovery.port", Integer.toString(discoveryPort),
                "discovery.broadcast.enabled", "false");
    }

    /** The last article of each site. */
    void publish() {
        news.sites().forEach(site -> site.publish());
    }

    /** Lists an article whose page the site does not have, and one after it. @return the path of the page */
    String withholdArticle() {
        var site = news.sites().get(0);
        int number = site.articles().size() + 1;
        site.serve("/a/" + number, GONE, Map.of("Content-Type", "text/html"), new byte[0]);
        NewsArticle withheld = site.publish();
        site.publish();
        return withheld.path();
    }

    /** Emits trades before and after numbers that the exchange never returns. @return these numbers, as a finding names them */
    String withholdTrades() {
        exchange.tradeNow(20);
        exchange.withholdTrades();
        exchange.tradeNow(20);
        List<Trade> trades = exchange.emittedTrades().get(PAIR);
        for (int i = 1; i < trades.size(); i++) {
            long first = trades.get(i - 1).id() + 1;
            long last = trades.get(i).id() - 1;
            if (first <= last) {
                return first == last ? Long.toString(first) : first + "-" + last;
            }
        }
        throw new IllegalStateException("the exchange has withheld nothing");
    }

    void losePacket() {
        devices.loseNext(0);
    }

    long lostPackets() {
        return devices.truths().get(0).packetsLost();
    }

    void stopSensors() {
        devices.pause();
    }

    @Override
    public void close() {
        devices.close();
        news.close();
        exchange.close();
    }
}
