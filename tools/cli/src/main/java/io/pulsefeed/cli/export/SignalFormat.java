package io.pulsefeed.cli.export;

import java.io.IOException;
import java.nio.file.Path;

/** The formats of files with one signal. */
enum SignalFormat {
    CSV(".csv") {
        @Override
        SignalFile create(Path file, SessionName session, String tag, boolean hasNumbers) throws IOException {
            return new CsvSignalFile(file, tag);
        }
    },
    PARQUET(".parquet") {
        @Override
        SignalFile create(Path file, SessionName session, String tag, boolean hasNumbers) throws IOException {
            return new ParquetSignalFile(file, session, tag, hasNumbers);
        }
    };

    private final String extension;

    SignalFormat(String extension) {
        this.extension = extension;
    }

    String extension() {
        return extension;
    }

    /** @param hasNumbers whether any packet of the signal has samples */
    abstract SignalFile create(Path file, SessionName session, String tag, boolean hasNumbers) throws IOException;
}
