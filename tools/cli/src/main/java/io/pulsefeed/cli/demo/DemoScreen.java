package io.pulsefeed.cli.demo;

import io.pulsefeed.cli.output.ScreenLine;
import io.pulsefeed.cli.output.ScreenLine.Style;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import io.pulsefeed.cli.output.TerminalSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the live view, at most as many and as long as the terminal allows. If there is too little space, these are omitted in
 * this order until the rest fits: blank lines, the latest values, the connectors that run, topics, tables.
 */
final class DemoScreen {

    private static final Table COUNTS = new Table(Column.left(28), Column.right(12), Column.right(10));
    private static final Table STATES = new Table(Column.left(28), Column.text());
    private static final int VALUE_NAME_WIDTH = 15;
    private static final int VALUE_WIDTH = 10;
    private static final String INDENT = "  ";
    private static final String RUNNING = "RUNNING";

    private final DemoSnapshot snapshot;
    private final @Nullable DemoSnapshot previous;
    private final int columns;

    private DemoScreen(DemoSnapshot snapshot, @Nullable DemoSnapshot previous, int columns) {
        this.snapshot = snapshot;
        this.previous = previous;
        this.columns = columns;
    }

    /**
     * @param previous for the rates; null for the first screen
     * @param message the latest message, shown in the last line; empty if there is none
     */
    static List<ScreenLine> lines(
            DemoSnapshot snapshot, @Nullable DemoSnapshot previous, TerminalSize size, String message) {
        DemoScreen screen = new DemoScreen(snapshot, previous, size.columns());
        List<Supplier<List<List<ScreenLine>>>> layouts = List.of(
                () -> List.of(screen.topics(), screen.tables(), screen.connectors(), screen.lastValues()),
                () -> List.of(screen.topics(), screen.tables(), screen.connectors()),
                () -> List.of(screen.topics(), screen.tables(), screen.problems()),
                () -> List.of(screen.tables(), screen.problems()),
                () -> List.of(screen.problems()));
        int rows = size.rows() - (message.isEmpty() ? 0 : 1);
        List<ScreenLine> lines = List.of();
        for (Supplier<List<List<ScreenLine>>> layout : layouts) {
            lines = screen.joined(layout.get(), true);
            if (lines.size() > rows) {
                lines = screen.joined(layout.get(), false);
            }
            if (lines.size() <= rows) {
                break;
            }
        }
        List<ScreenLine> fitting = new ArrayList<>(lines.subList(0, Math.min(Math.max(rows, 0), lines.size())));
        if (!message.isEmpty()) {
            fitting.add(new ScreenLine(message, Style.BOLD));
        }
        return fitting.stream().map(line -> line.cut(size.columns())).toList();
    }

    private List<ScreenLine> joined(List<List<ScreenLine>> blocks, boolean hasBlankLines) {
        List<ScreenLine> lines = new ArrayList<>();
        lines.add(new ScreenLine(
                String.format(Locale.ROOT, "Running for %.0f s   (Ctrl-C stops it)", snapshot.elapsedSeconds()),
                Style.BOLD));
        for (List<ScreenLine> block : blocks) {
            if (hasBlankLines && !block.isEmpty()) {
                lines.add(new ScreenLine("", Style.NORMAL));
            }
            lines.addAll(block);
        }
        return lines;
    }

    private List<ScreenLine> topics() {
        return counts("topic", "records", snapshot.topics(), previous == null ? Map.of() : previous.topics());
    }

    private List<ScreenLine> tables() {
        return counts("table", "rows", snapshot.tables(), previous == null ? Map.of() : previous.tables());
    }

    private List<ScreenLine> counts(String kind, String unit, Map<String, Long> now, Map<String, Long> before) {
        List<ScreenLine> lines = new ArrayList<>();
        lines.add(new ScreenLine(INDENT + COUNTS.format(kind, unit, "per second"), Style.BOLD));
        double seconds = previous == null ? 0 : snapshot.elapsedSeconds() - previous.elapsedSeconds();
        now.forEach((name, count) -> {
            double rate = seconds <= 0 ? 0 : (count - before.getOrDefault(name, count)) / seconds;
            lines.add(new ScreenLine(INDENT + COUNTS.format(name, count, Math.round(rate)), Style.NORMAL));
        });
        return lines;
    }

    private List<ScreenLine> connectors() {
        return snapshot.connectors().entrySet().stream().map(DemoScreen::state).toList();
    }

    /** One line for all connectors that run, and one for each other. */
    private List<ScreenLine> problems() {
        List<ScreenLine> lines = new ArrayList<>();
        long running =
                snapshot.connectors().values().stream().filter(RUNNING::equals).count();
        lines.add(new ScreenLine(
                INDENT
                        + STATES.format(
                                "connectors",
                                running + " of " + snapshot.connectors().size() + " " + RUNNING),
                running == snapshot.connectors().size() ? Style.GOOD : Style.BAD));
        snapshot.connectors().entrySet().stream()
                .filter(connector -> !connector.getValue().equals(RUNNING))
                .map(DemoScreen::state)
                .forEach(lines::add);
        return lines;
    }

    private static ScreenLine state(Map.Entry<String, String> connector) {
        return new ScreenLine(
                INDENT + STATES.format(connector.getKey(), connector.getValue()),
                connector.getValue().equals(RUNNING) ? Style.GOOD : Style.BAD);
    }

    private List<ScreenLine> lastValues() {
        Table table = new Table(Column.left(VALUE_NAME_WIDTH), Column.right(VALUE_WIDTH));
        int perLine = Math.max(1, columns / (INDENT.length() + VALUE_NAME_WIDTH + 1 + VALUE_WIDTH));
        List<ScreenLine> lines = new ArrayList<>();
        StringBuilder row = new StringBuilder();
        int count = 0;
        for (Map.Entry<String, String> value : snapshot.lastValues().entrySet()) {
            row.append(INDENT).append(table.format(value.getKey(), value.getValue()));
            if (++count % perLine == 0 || count == snapshot.lastValues().size()) {
                lines.add(new ScreenLine(row.toString(), Style.NORMAL));
                row.setLength(0);
            }
        }
        return lines;
    }
}
