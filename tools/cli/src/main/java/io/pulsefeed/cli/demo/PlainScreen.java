package io.pulsefeed.cli.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One line every few seconds: for logs, pipes and dumb terminals. */
final class PlainScreen implements Screen {

    private static final double SECONDS_BETWEEN_LINES = 5;

    private final PrintStream out;
    private double nextLine;

    PlainScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public void say(String sentence) {
        out.println(sentence);
    }

    @Override
    public void show(Sample sample) {
        if (sample.elapsedSeconds() < nextLine) {
            return;
        }
        nextLine = sample.elapsedSeconds() + SECONDS_BETWEEN_LINES;
        out.printf(
                Locale.ROOT,
                "%6.0f s  topics: %s  tables: %s  connectors: %s%n",
                sample.elapsedSeconds(),
                pairs(sample.topics()),
                pairs(sample.tables()),
                pairs(sample.connectors()));
        out.flush();
    }

    private static String pairs(Map<String, ?> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        out.flush();
    }
}
