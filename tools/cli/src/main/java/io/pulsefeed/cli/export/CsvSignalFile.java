package io.pulsefeed.cli.export;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A CSV file like that of the official DataParser. */
final class CsvSignalFile implements SignalFile {

    private static final String COLUMNS =
            "LocalTimestamp,EmotiBitTimestamp,PacketNumber,DataLength,TypeTag,ProtocolVersion,DataReliability,";

    private final Writer out;
    private long rows;

    CsvSignalFile(Path file, String tag) throws IOException {
        out = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1);
        out.write(COLUMNS + tag + "\n");
    }

    @Override
    public void add(SignalRow row) throws IOException {
        out.write(String.format(Locale.ROOT, "%d.%06d", row.epochUs() / 1_000_000, row.epochUs() % 1_000_000));
        out.write(',');
        out.write(
                row.isSample()
                        ? String.format(Locale.ROOT, "%.3f", row.deviceMs())
                        : Long.toString((long) row.deviceMs()));
        for (int i = 1; i < SignalRows.HEADER_FIELDS; i++) {
            out.write(',');
            out.write(row.header()[i]);
        }
        out.write(',');
        out.write(row.value());
        out.write('\n');
        rows++;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
