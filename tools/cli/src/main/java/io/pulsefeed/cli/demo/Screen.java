package io.pulsefeed.cli.demo;

import java.io.PrintStream;

/** Where the demo shows itself. */
interface Screen extends AutoCloseable {

    /** A sentence that stays. */
    void say(String sentence);

    /** The present state; replaces the one before where the terminal can do that. */
    void show(Sample sample);

    @Override
    void close();

    /** A live view when a person looks at a terminal, plain lines otherwise. */
    static Screen on(PrintStream out, boolean terminal) {
        return terminal ? new LiveScreen(out) : new PlainScreen(out);
    }
}
