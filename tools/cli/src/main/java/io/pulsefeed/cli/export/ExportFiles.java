package io.pulsefeed.cli.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files of one format that records of the raw topic are written to. Not thread-safe. */
public interface ExportFiles extends AutoCloseable {

    /**
     * @param record value of a record of the raw topic
     * @return false if it is not a packet of the connector in JSON; it is not written
     */
    boolean add(byte @Nullable [] record) throws IOException;

    /** Completes the files; returns the number of packets or rows of each. Call it once, after the last record. */
    Map<Path, Long> finish() throws IOException;

    @Override
    void close() throws IOException;
}
