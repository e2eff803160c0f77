package io.pulsefeed.cli.status;

import io.pulsefeed.admin.state.ConnectorState;
import io.pulsefeed.admin.state.DeadLetters;
import io.pulsefeed.admin.state.DiskState;
import io.pulsefeed.admin.state.LedgerState;
import io.pulsefeed.admin.state.PairGap;
import io.pulsefeed.admin.state.Reading;
import io.pulsefeed.admin.state.SinkLag;
import io.pulsefeed.admin.state.StackState;
import io.pulsefeed.admin.state.TableState;
import io.pulsefeed.admin.state.WorkerState;
import io.pulsefeed.cli.output.Ages;
import io.pulsefeed.cli.output.ByteSizes;
import io.pulsefeed.cli.output.ScreenLine;
import io.pulsefeed.cli.output.ScreenLine.Style;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import io.pulsefeed.cli.output.TerminalSize;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The lines of {@code pulsefeed status}. If they do not fit the terminal, these are shortened in this order until the rest fits: blank
 * lines, events, tables, connectors that run.
 */
final class StatusScreen {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Table CONNECTORS =
            new Table(Column.left(22), Column.left(10), Column.right(5), Column.right(11), Column.right(8));
    private static final Table TABLES = new Table(Column.left(22), Column.right(16), Column.right(11), Column.right(8));
    private static final Table LINES = new Table(Column.left(12), Column.text());
    private static final String INDENT = "  ";

    private final StackState state;
    private final EventLines events;

    private StatusScreen(StackState state, int columns) {
        this.state = state;
        this.events = new EventLines(state, columns);
    }

    /** All lines, for output without a terminal. */
    static List<ScreenLine> lines(StackState state) {
        StatusScreen screen = new StatusScreen(state, TerminalSize.FALLBACK.columns());
        return joined(screen.full(), true);
    }

    /** @param message shown in the last line */
    static List<ScreenLine> lines(StackState state, TerminalSize size, String message) {
        StatusScreen screen = new StatusScreen(state, size.columns());
        int rows = size.rows() - (message.isEmpty() ? 0 : 1);
        List<Supplier<List<List<ScreenLine>>>> layouts = List.of(
                screen::full,
                () -> List.of(
                        screen.header(),
                        screen.connectors(),
                        screen.tables(),
                        screen.facts(),
                        screen.events.shortened()),
                () -> List.of(screen.header(), screen.connectors(), screen.facts(), screen.events.shortened()),
                () -> List.of(screen.header(), screen.problems(), screen.facts()));
        List<ScreenLine> lines = List.of();
        for (Supplier<List<List<ScreenLine>>> layout : layouts) {
            lines = joined(layout.get(), true);
            if (lines.size() > rows) {
                lines = joined(layout.get(), false);
            }
            if (lines.size() <= rows) {
                break;
            }
        }
        List<ScreenLine> fitting = new ArrayList<>(lines.subList(0, Math.min(Math.max(0, rows), lines.size())));
        if (!message.isEmpty()) {
            fitting.add(ScreenLine.of(message));
        }
        return fitting.stream().map(line -> line.cut(size.columns())).toList();
    }

    private List<List<ScreenLine>> full() {
        return List.of(header(), connectors(), tables(), facts(), events.full());
    }

    private static List<ScreenLine> joined(List<List<ScreenLine>> blocks, boolean hasBlankLines) {
        List<ScreenLine> lines = new ArrayList<>();
        for (List<ScreenLine> block : blocks) {
            if (hasBlankLines && !lines.isEmpty() && !block.isEmpty()) {
                lines.add(ScreenLine.of(""));
            }
            lines.addAll(block);
        }
        return lines;
    }

    private List<ScreenLine> header() {
        String worker = state.worker().map(StatusScreen::worker, "Kafka Connect does not respond");
        Style style = state.isRunning() ? Style.GOOD : Style.BAD;
        String summary = state.connectors()
                .map(
                        all -> all.stream().filter(ConnectorState::isRunning).count() + " of " + all.size()
                                + " connectors run",
                        "");
        return List.of(new ScreenLine(
                TIME.format(state.at()) + "  " + (summary.isEmpty() ? "" : summary + "  ") + worker, style));
    }

    private static String worker(WorkerState worker) {
        return "Kafka Connect " + worker.version() + " at " + worker.url();
    }

    private List<ScreenLine> connectors() {
        List<ScreenLine> lines = new ArrayList<>();
        lines.add(
                new ScreenLine(INDENT + CONNECTORS.format("connector", "state", "tasks", "lag", "behind"), Style.BOLD));
        Map<String, SinkLag> lags = lags();
        all(state.connectors()).forEach(connector -> lines.addAll(connector(connector, lags)));
        return lines;
    }

    private Map<String, SinkLag> lags() {
        return all(state.lag()).stream().collect(Collectors.toMap(SinkLag::connector, Function.identity()));
    }

    private static <T> List<T> all(Reading<List<T>> reading) {
        return reading.get().orElse(List.of());
    }

    private static List<ScreenLine> connector(ConnectorState connector, Map<String, SinkLag> lags) {
        SinkLag lag = lags.get(connector.name());
        List<ScreenLine> lines = new ArrayList<>();
        lines.add(new ScreenLine(
                INDENT
                        + CONNECTORS.format(
                                connector.name(),
                                connector.overallState(),
                                connector.runningTasks() + "/"
                                        + connector.tasks().size(),
                                lag == null ? "" : lag.records(),
                                lag == null ? "" : lag.seconds() == null ? "?" : Ages.of(lag.seconds())),
                connector.isAsIntended() ? Style.NORMAL : Style.BAD));
        if (!connector.cause().isEmpty()) {
            lines.add(new ScreenLine(INDENT + INDENT + connector.cause(), Style.BAD));
        }
        return lines;
    }

    /** Only the connectors that do not run. */
    private List<ScreenLine> problems() {
        Map<String, SinkLag> lags = lags();
        return all(state.connectors()).stream()
                .filter(connector -> !connector.isRunning())
                .flatMap(connector -> connector(connector, lags).stream())
                .toList();
    }

    private List<ScreenLine> tables() {
        List<TableState> tables = all(state.tables());
        if (tables.isEmpty()) {
            return List.of();
        }
        List<ScreenLine> lines = new ArrayList<>();
        lines.add(new ScreenLine(INDENT + TABLES.format("table", "rows", "size", "newest"), Style.BOLD));
        tables.forEach(table -> lines.add(ScreenLine.of(INDENT
                + TABLES.format(
                        table.table(),
                        rows(table),
                        ByteSizes.of(table.bytes()),
                        Ages.between(table.newest(), state.at())))));
        return lines;
    }

    private static String rows(TableState table) {
        return table.rows() < 0 ? "?" : String.format(Locale.ROOT, table.exact() ? "%,d" : "~ %,d", table.rows());
    }

    /** Dead letters, gaps, disk, and what could not be read. */
    private List<ScreenLine> facts() {
        List<ScreenLine> lines = new ArrayList<>();
        state.deadLetters().get().ifPresent(queues -> lines.addAll(deadLetters(queues)));
        state.gaps().get().ifPresent(gaps -> lines.add(gaps(gaps)));
        state.disk().get().ifPresent(disk -> {
            disk.full().forEach(text -> lines.add(fact("disk", text, Style.BAD)));
            lines.add(fact("disk", disk(disk), Style.NORMAL));
        });
        state.ledger().get().filter(LedgerState::exists).ifPresent(ledger -> lines.add(ledger(ledger)));
        Parts.failures(state)
                .forEach((part, reason) -> lines.add(
                        fact("not read", part + ": " + reason, Parts.isOptional(part) ? Style.NORMAL : Style.BAD)));
        return lines;
    }

    private static ScreenLine fact(String name, String text, Style style) {
        return new ScreenLine(INDENT + LINES.format(name, text), style);
    }

    private List<ScreenLine> deadLetters(List<DeadLetters> queues) {
        List<ScreenLine> lines = queues.stream()
                .filter(queue -> queue.count() > 0)
                .map(queue -> fact(
                        "dead letters",
                        String.format(
                                Locale.ROOT,
                                "%,d in %s, newest %s ago%s%s",
                                queue.count(),
                                queue.topic(),
                                Ages.between(queue.newest(), state.at()),
                                queue.newestOrigin().isEmpty() ? "" : ", " + queue.newestOrigin(),
                                queue.newestReason().isEmpty() ? "" : ": " + queue.newestReason()),
                        Style.BAD))
                .toList();
        return lines.isEmpty() && !queues.isEmpty() ? List.of(fact("dead letters", "none", Style.NORMAL)) : lines;
    }

    private static ScreenLine gaps(List<PairGap> gaps) {
        return gaps.isEmpty()
                ? fact("open gaps", "none", Style.NORMAL)
                : fact(
                        "open gaps",
                        gaps.stream()
                                .map(gap -> gap.pair() + " (" + gap.waiting() + " trades wait)")
                                .collect(Collectors.joining(", ")),
                        Style.BAD);
    }

    private static ScreenLine ledger(LedgerState ledger) {
        String text = String.format(
                Locale.ROOT,
                "%,d records in 24 h; %,d hours sealed in 7 days, %,d differ; %,d dead letters%s",
                ledger.records(),
                ledger.sealedHours(),
                ledger.incompleteHours(),
                ledger.deadLetters(),
                ledger.isComplete() ? "" : "; run pulsefeed audit --deep");
        return fact("ledger", text, ledger.isComplete() ? Style.NORMAL : Style.BAD);
    }

    private static String disk(DiskState disk) {
        String free = disk.volumes().stream()
                .map(DiskState.Volume::freeBytes)
                .filter(Objects::nonNull)
                .map(bytes -> ByteSizes.of(bytes) + " free")
                .distinct()
                .collect(Collectors.joining(", "));
        String growth = disk.bytesPerDay() == null
                ? ""
                : ", grows by " + ByteSizes.of(disk.bytesPerDay().longValue()) + " a day";
        String left = disk.bytesPerDay() == null
                ? ", growth known after 10 minutes"
                : disk.daysLeft() == null
                        ? ", does not fill up within the retention"
                        : String.format(Locale.ROOT, ", %,.0f days left", disk.daysLeft());
        return (free.isEmpty() ? "free space unknown" : free) + growth + left;
    }
}
