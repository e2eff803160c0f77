package io.pulsefeed.cli.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Creates the sources of a demo. */
final class DemoSources {

    private DemoSources() {}

    static List<DemoSource> simulated(Path home, Demo.Settings settings) {
        long seed = settings.seed();
        List<DemoSource> sources = new ArrayList<>();
        sources.add(SimulatedKraken.start(
                new NextIdFile(home.resolve("kraken-simulator.properties")), seed, settings.rate()));
        sources.add(SimulatedNews.start(home, seed));
        if (settings.devices() > 0 && SimulatedEmotiBits.isSupported()) {
            sources.add(SimulatedEmotiBits.create(settings.devices(), seed));
        }
        return sources;
    }

    static List<DemoSource> live() {
        return List.of(LiveKraken.connect());
    }
}
