package io.pulsefeed.cli.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The feeds of a demo. */
final class Feeds {

    private Feeds() {}

    static List<Feed> simulated(Path home, Demo.Settings settings) {
        long seed = settings.seed();
        List<Feed> feeds = new ArrayList<>();
        feeds.add(KrakenFeed.start(
                new NumberingFile(home.resolve("kraken-simulator.properties")), seed, settings.rate()));
        feeds.add(ArticleFeed.start(home, seed));
        if (settings.devices() > 0 && EmotiBitFeed.isPossible()) {
            feeds.add(EmotiBitFeed.create(settings.devices(), seed));
        }
        return feeds;
    }

    static List<Feed> live() {
        return List.of(LiveKrakenFeed.connect());
    }
}
