package io.pulsefeed.cli.export;

import java.io.IOException;

/** A file with the rows of one signal of a session. Not thread-safe. */
interface SignalFile extends AutoCloseable {

    void add(SignalRow row) throws IOException;

    /** Number of rows. */
    long rows();

    @Override
    void close() throws IOException;
}
