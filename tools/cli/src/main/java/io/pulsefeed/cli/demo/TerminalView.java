package io.pulsefeed.cli.demo;

import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Redraws itself in place, with ECMA-48 control sequences. */
final class TerminalView implements DemoView {

    private static final Table COUNTS = new Table(Column.left(28), Column.right(12), Column.right(10));
    private static final Table STATES = new Table(Column.left(28), Column.text());
    private static final Table VALUE = new Table(Column.left(10), Column.right(14));
    private static final String CLEAR_TO_END = "\033[J";
    private static final String CLEAR_LINE = "\033[K";
    private static final String BOLD = "\033[1m";
    private static final String GREEN = "\033[32m";
    private static final String RED = "\033[31m";
    private static final String PLAIN = "\033[0m";

    private final PrintStream out;
    private @Nullable DemoSnapshot previous;
    private int drawnLines;

    TerminalView(PrintStream out) {
        this.out = out;
    }

    @Override
    public void printLine(String line) {
        eraseView();
        out.println(line);
        out.flush();
    }

    @Override
    public void show(DemoSnapshot snapshot) {
        StringBuilder view = new StringBuilder();
        line(
                view,
                String.format(
                        Locale.ROOT,
                        "%sRunning for %.0f s%s   (Ctrl-C stops it)",
                        BOLD,
                        snapshot.elapsedSeconds(),
                        PLAIN));
        line(view, "");
        counts(view, "topic", "records", snapshot.topics(), previous == null ? Map.of() : previous.topics(), snapshot);
        line(view, "");
        counts(view, "table", "rows", snapshot.tables(), previous == null ? Map.of() : previous.tables(), snapshot);
        line(view, "");
        snapshot.connectors()
                .forEach((name, state) -> line(
                        view, "  " + STATES.format(name, (state.equals("RUNNING") ? GREEN : RED) + state + PLAIN)));
        line(view, "");
        lastValues(view, snapshot.lastValues());
        int lines = (int) view.chars().filter(c -> c == '\n').count();
        eraseView();
        out.print(view);
        out.flush();
        drawnLines = lines;
        previous = snapshot;
    }

    private void counts(
            StringBuilder view,
            String kind,
            String unit,
            Map<String, Long> now,
            Map<String, Long> before,
            DemoSnapshot snapshot) {
        line(view, "  " + BOLD + COUNTS.format(kind, unit, "per second") + PLAIN);
        double seconds = previous == null ? 0 : snapshot.elapsedSeconds() - previous.elapsedSeconds();
        now.forEach((name, count) -> {
            double rate = seconds <= 0 ? 0 : (count - before.getOrDefault(name, count)) / seconds;
            line(view, "  " + COUNTS.format(name, count, Math.round(rate)));
        });
    }

    private static void lastValues(StringBuilder view, Map<String, String> values) {
        StringBuilder row = new StringBuilder();
        int column = 0;
        for (Map.Entry<String, String> value : values.entrySet()) {
            row.append("  ").append(VALUE.format(value.getKey(), value.getValue()));
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
