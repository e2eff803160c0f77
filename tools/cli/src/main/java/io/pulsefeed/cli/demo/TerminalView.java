package io.pulsefeed.cli.demo;

import io.pulsefeed.cli.output.Screen;
import io.pulsefeed.cli.output.TerminalSize;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows the state on the alternate screen of a terminal. Lines that are printed meanwhile appear in the last line, and remain visible
 * after the alternate screen is closed.
 */
final class TerminalView implements DemoView {

    private final PrintStream out;
    private final Screen screen;
    private final Supplier<TerminalSize> size;
    private final List<String> linesToKeep = new ArrayList<>();
    private @Nullable DemoSnapshot current;
    private @Nullable DemoSnapshot previous;
    private String message = "";

    TerminalView(PrintStream out, Supplier<TerminalSize> size) {
        this.out = out;
        this.screen = new Screen(out);
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
        previous = current;
        current = snapshot;
        draw(snapshot);
    }

    private void draw(DemoSnapshot snapshot) {
        screen.draw(DemoScreen.lines(snapshot, previous, size.get(), message));
    }

    @Override
    public synchronized void close() {
        if (current != null) {
            screen.close();
            linesToKeep.forEach(out::println);
            current = null;
        }
        out.flush();
    }
}
