package io.pulsefeed.cli.status;

import io.pulsefeed.admin.state.EventAge;
import io.pulsefeed.admin.state.EventAge.Kind;
import io.pulsefeed.admin.state.StackState;
import io.pulsefeed.cli.output.Ages;
import io.pulsefeed.cli.output.ScreenLine;
import io.pulsefeed.cli.output.ScreenLine.Style;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Age of the last event of each pair, site and device. */
final class EventLines {

    private static final int CELL_WIDTH = 26;
    private static final int NAME_WIDTH = 17;
    private static final String INDENT = "  ";
    private static final Map<Kind, String> TITLES =
            new EnumMap<>(Map.of(Kind.PAIR, "pairs", Kind.SITE, "sites", Kind.DEVICE, "devices"));

    private final Map<Kind, Map<String, Instant>> last = new EnumMap<>(Kind.class);
    private final Instant now;
    private final int columns;

    EventLines(StackState state, int columns) {
        this.now = state.at();
        this.columns = columns;
        for (EventAge event : state.events().get().orElse(List.of())) {
            last.computeIfAbsent(event.kind(), kind -> new TreeMap<>())
                    .merge(event.name(), event.last(), (a, b) -> a.isAfter(b) ? a : b);
        }
    }

    /** All names, in columns. */
    List<ScreenLine> full() {
        List<ScreenLine> lines = new ArrayList<>();
        int perLine = Math.max(1, (columns - INDENT.length()) / CELL_WIDTH);
        last.forEach((kind, events) -> {
            lines.add(new ScreenLine(INDENT + "last event of " + TITLES.get(kind), Style.BOLD));
            StringBuilder line = new StringBuilder(INDENT);
            int count = 0;
            for (Map.Entry<String, Instant> event : events.entrySet()) {
                line.append(cell(event));
                if (++count % perLine == 0 || count == events.size()) {
                    lines.add(ScreenLine.of(line.toString().stripTrailing()));
                    line = new StringBuilder(INDENT);
                }
            }
        });
        return lines;
    }

    /** One line for each kind, with the one that is silent for longest. */
    List<ScreenLine> shortened() {
        List<ScreenLine> lines = new ArrayList<>();
        last.forEach((kind, events) -> events.entrySet().stream()
                .min(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .ifPresent(oldest -> lines.add(ScreenLine.of(INDENT + events.size() + " " + TITLES.get(kind)
                        + ", longest silent: " + oldest.getKey() + " " + Ages.between(oldest.getValue(), now)))));
        return lines;
    }

    private String cell(Map.Entry<String, Instant> event) {
        String name = event.getKey();
        String age = Ages.between(event.getValue(), now);
        String padded = name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())) + age;
        return padded + " ".repeat(Math.max(1, CELL_WIDTH - padded.length()));
    }
}
