package io.pulsefeed.cli.output;

import java.io.PrintStream;
import java.util.List;

/** The alternate screen of a terminal, redrawn in place with ECMA-48 control sequences. */
public final class Screen implements AutoCloseable {

    private static final String ENTER = "\033[?1049h\033[?25l";
    private static final String LEAVE = "\033[0m\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String CLEAR_LINE = "\033[K";
    private static final String CLEAR_TO_END = "\033[J";

    private final PrintStream out;
    private boolean open;

    public Screen(PrintStream out) {
        this.out = out;
    }

    public boolean isOpen() {
        return open;
    }

    /** @param lines at most as many and as long as the terminal allows */
    public void draw(List<ScreenLine> lines) {
        StringBuilder view = new StringBuilder(open ? HOME : ENTER + HOME);
        open = true;
        String separator = "";
        for (ScreenLine line : lines) {
            view.append(separator).append(styled(line)).append(CLEAR_LINE);
            separator = "\r\n";
        }
        out.print(view.append(CLEAR_TO_END));
        out.flush();
    }

    private static String styled(ScreenLine line) {
        String style =
                switch (line.style()) {
                    case NORMAL -> "";
                    case BOLD -> "\033[1m";
                    case GOOD -> "\033[32m";
                    case BAD -> "\033[31m";
                };
        return style.isEmpty() ? line.text() : style + line.text() + "\033[0m";
    }

    /** Returns to the normal screen. */
    @Override
    public void close() {
        if (open) {
            out.print(LEAVE);
            open = false;
        }
        out.flush();
    }
}
