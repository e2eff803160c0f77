package io.pulsefeed.cli.export;

import java.io.IOException;
import java.nio.file.Path;

/** The formats of exported EmotiBit packets. */
enum ExportFormat {
    /** The file of the device's SD card. */
    RAW {
        @Override
        ExportFiles open(Path folder) {
            return new PacketFiles(folder);
        }
    },
    /** The output of the official DataParser. */
    PARSED {
        @Override
        ExportFiles open(Path folder) throws IOException {
            return new ParsedFiles(folder, SignalFormat.CSV);
        }
    },
    /** The rows of the official DataParser with typed columns. */
    PARQUET {
        @Override
        ExportFiles open(Path folder) throws IOException {
            return new ParsedFiles(folder, SignalFormat.PARQUET);
        }
    };

    abstract ExportFiles open(Path folder) throws IOException;
}
