package io.pulsefeed.cli.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The feeds of a demo. */
final class Feeds {

    private Feeds() {}

    static List<Feed> simulated(Path home, long seed, int tradesPerSecond) {
        List<Feed> feeds = new ArrayList<>();
        feeds.add(KrakenFeed.start(
                new NumberingFile(home.resolve("kraken-simulator.properties")), seed, tradesPerSecond));
        feeds.add(ArticleFeed.start(home, seed));
        if (EmotiBitFeed.isPossible()) {
            feeds.add(EmotiBitFeed.create(seed));
        }
        return feeds;
    }

    static List<Feed> live() {
        return List.of(LiveKrakenFeed.connect());
    }
}
