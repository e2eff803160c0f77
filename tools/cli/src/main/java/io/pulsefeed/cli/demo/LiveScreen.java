package io.pulsefeed.cli.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** A view that redraws itself in place, with the control sequences of ECMA-48 that every present terminal knows. */
final class LiveScreen implements Screen {

    private static final String CLEAR_TO_END = "\033[J";
    private static final String CLEAR_LINE = "\033[K";
    private static final String BOLD = "\033[1m";
    private static final String GREEN = "\033[32m";
    private static final String RED = "\033[31m";
    private static final String PLAIN = "\033[0m";

    private final PrintStream out;
    private Sample previous;
    private int drawnLines;

    LiveScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public void say(String sentence) {
        eraseView();
        out.println(sentence);
        out.flush();
    }

    @Override
    public void show(Sample sample) {
        StringBuilder view = new StringBuilder();
        line(
                view,
                String.format(
                        Locale.ROOT,
                        "%sRunning for %.0f s%s   (Ctrl-C ends it)",
                        BOLD,
                        sample.elapsedSeconds(),
                        PLAIN));
        line(view, "");
        counts(view, "topic", "records", sample.topics(), previous == null ? Map.of() : previous.topics(), sample);
        line(view, "");
        counts(view, "table", "rows", sample.tables(), previous == null ? Map.of() : previous.tables(), sample);
        line(view, "");
        sample.connectors()
                .forEach((name, state) -> line(
                        view,
                        String.format("  %-28s %s%s%s", name, state.equals("RUNNING") ? GREEN : RED, state, PLAIN)));
        line(view, "");
        lastValues(view, sample.lastValues());
        int lines = (int) view.chars().filter(c -> c == '\n').count();
        eraseView();
        out.print(view);
        out.flush();
        drawnLines = lines;
        previous = sample;
    }

    private void counts(
            StringBuilder view,
            String kind,
            String unit,
            Map<String, Long> now,
            Map<String, Long> before,
            Sample sample) {
        line(view, String.format("  %s%-28s %12s %10s%s", BOLD, kind, unit, "a second", PLAIN));
        double seconds = previous == null ? 0 : sample.elapsedSeconds() - previous.elapsedSeconds();
        now.forEach((name, count) -> {
            double rate = seconds <= 0 ? 0 : (count - before.getOrDefault(name, count)) / seconds;
            line(view, String.format(Locale.ROOT, "  %-28s %,12d %,10.0f", name, count, rate));
        });
    }

    private static void lastValues(StringBuilder view, Map<String, String> values) {
        StringBuilder row = new StringBuilder();
        int column = 0;
        for (Map.Entry<String, String> value : values.entrySet()) {
            row.append(String.format("  %-10s %14s", value.getKey(), value.getValue()));
            if (++column % 3 == 0) {
                line(view, row.toString());
                row.setLength(0);
            }
        }
        if (!row.isEmpty()) {
            line(view, row.toString());
        }
    }

    private static void line(StringBuilder view, String text) {
        view.append(text).append(CLEAR_LINE).append('\n');
    }

    private void eraseView() {
        if (drawnLines > 0) {
            out.print("\033[" + drawnLines + "A\r" + CLEAR_TO_END);
            drawnLines = 0;
        }
    }

    @Override
    public void close() {
        out.print(PLAIN);
        out.flush();
    }
}
