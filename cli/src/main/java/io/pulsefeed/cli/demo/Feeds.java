package io.pulsefeed.cli.demo;

import java.nio.file.Path;
import java.util.List;

/** The feeds of a demo. */
final class Feeds {

    private Feeds() {}

    static List<Feed> simulated(Path home, long seed, int tradesPerSecond) {
        return List.of(KrakenFeed.start(
                new NumberingFile(home.resolve("kraken-simulator.properties")), seed, tradesPerSecond));
    }

    static List<Feed> live() {
        return List.of(LiveKrakenFeed.connect());
    }
}
