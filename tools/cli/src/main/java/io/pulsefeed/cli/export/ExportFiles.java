package io.pulsefeed.cli.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Files of one format that records of the raw topic are written to. Not thread-safe. */
public interface ExportFiles extends AutoCloseable {

    /** @param record value of a record of the raw topic, JSON */
    void add(byte[] record) throws IOException;

    /** Completes the files; returns the number of packets or rows of each. Call it once, after the last record. */
    Map<Path, Long> finish() throws IOException;

    @Override
    void close() throws IOException;
}
