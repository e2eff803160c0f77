package io.pulsefeed.cli.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints one line every five seconds, for logs and pipes. */
final class PlainView implements DemoView {

    private static final double SECONDS_BETWEEN_LINES = 5;

    private final PrintStream out;
    private double nextLine;

    PlainView(PrintStream out) {
        this.out = out;
    }

    @Override
    public void printLine(String line) {
        out.println(line);
    }

    @Override
    public void show(DemoSnapshot snapshot) {
        if (snapshot.elapsedSeconds() < nextLine) {
            return;
        }
        nextLine = snapshot.elapsedSeconds() + SECONDS_BETWEEN_LINES;
        out.printf(
                Locale.ROOT,
                "%6.0f s  topics: %s  tables: %s  connectors: %s%n",
                snapshot.elapsedSeconds(),
                pairs(snapshot.topics()),
                pairs(snapshot.tables()),
                pairs(snapshot.connectors()));
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
