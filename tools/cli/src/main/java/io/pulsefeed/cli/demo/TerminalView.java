package io.pulsefeed.cli.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows the state on the alternate screen of a terminal, and redraws it in place with ECMA-48 control sequences. Lines that are
 * printed meanwhile appear in the last line, and remain visible after the alternate screen is closed.
 */
final class TerminalView implements DemoView {

    private static final String ENTER_SCREEN = "\033[?1049h\033[?25l";
    private static final String LEAVE_SCREEN = "\033[0m\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String CLEAR_LINE = "\033[K";
    private static final String CLEAR_TO_END = "\033[J";

    private final PrintStream out;
    private final Supplier<TerminalSize> size;
    private final List<String> linesToKeep = new ArrayList<>();
    private @Nullable DemoSnapshot current;
    private @Nullable DemoSnapshot previous;
    private String message = "";

    TerminalView(PrintStream out, Supplier<TerminalSize> size) {
        this.out = out;
        this.size = size;
    }

    @Override
    public synchronized void printLine(String line) {
        if (current == null) {
            out.println(line);
            out.flush();
        } else {
            linesToKeep.add(line);
            message = line;
            draw(current);
        }
    }

    @Override
    public synchronized void show(DemoSnapshot snapshot) {
        if (current == null) {
            out.print(ENTER_SCREEN);
        }
        previous = current;
        current = snapshot;
        draw(snapshot);
    }

    private void draw(DemoSnapshot snapshot) {
        StringBuilder view = new StringBuilder(HOME);
        String separator = "";
        for (DemoScreen.Line line : DemoScreen.lines(snapshot, previous, size.get(), message)) {
            view.append(separator).append(styled(line)).append(CLEAR_LINE);
            separator = "\r\n";
        }
        out.print(view.append(CLEAR_TO_END));
        out.flush();
    }

    private static String styled(DemoScreen.Line line) {
        String style =
                switch (line.style()) {
                    case NORMAL -> "";
                    case BOLD -> "\033[1m";
                    case GOOD -> "\033[32m";
                    case BAD -> "\033[31m";
                };
        return style.isEmpty() ? line.text() : style + line.text() + "\033[0m";
    }

    @Override
    public synchronized void close() {
        if (current != null) {
            out.print(LEAVE_SCREEN);
            linesToKeep.forEach(out::println);
            current = null;
        }
        out.flush();
    }
}
