package io.pulsefeed.cli.demo;

import io.pulsefeed.cli.output.TerminalSize;
import java.io.PrintStream;

/** Output of the demo. */
interface DemoView extends AutoCloseable {

    /** Prints a line that remains visible. */
    void printLine(String line);

    /** Shows the current state. A terminal replaces the previous one. */
    void show(DemoSnapshot snapshot);

    @Override
    void close();

    /** A view that redraws itself on a terminal, plain lines otherwise. */
    static DemoView on(PrintStream out, boolean terminal) {
        return terminal ? new TerminalView(out, TerminalSize::current) : new PlainView(out);
    }
}
