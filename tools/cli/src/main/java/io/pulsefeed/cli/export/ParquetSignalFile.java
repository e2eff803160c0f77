package io.pulsefeed.cli.export;

import io.pulsefeed.cli.export.parquet.ParquetColumn;
import io.pulsefeed.cli.export.parquet.ParquetColumn.Type;
import io.pulsefeed.cli.export.parquet.ParquetFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Parquet file with the rows and columns of {@link CsvSignalFile}, but typed. */
final class ParquetSignalFile implements SignalFile {

    private static final int NUMBER = 1;
    private static final int LENGTH = 2;
    private static final int TAG = 3;
    private static final int VERSION = 4;
    private static final int RELIABILITY = 5;

    private final ParquetColumn time = ParquetColumn.of("LocalTimestamp", Type.TIMESTAMP);
    private final ParquetColumn deviceMs = ParquetColumn.of("EmotiBitTimestamp", Type.DOUBLE);
    private final ParquetColumn number = ParquetColumn.of("PacketNumber", Type.INT32);
    private final ParquetColumn length = ParquetColumn.of("DataLength", Type.INT32);
    private final ParquetColumn typeTag = ParquetColumn.of("TypeTag", Type.TEXT);
    private final ParquetColumn version = ParquetColumn.of("ProtocolVersion", Type.INT32);
    private final ParquetColumn reliability = ParquetColumn.of("DataReliability", Type.INT32);
    private final ParquetColumn value;
    private final ParquetFile file;
    private final boolean hasNumbers;

    /** @param hasNumbers whether the signal has samples; otherwise its values are texts */
    ParquetSignalFile(Path path, SessionName session, String tag, boolean hasNumbers) throws IOException {
        this.hasNumbers = hasNumbers;
        this.value = ParquetColumn.nullable(tag, hasNumbers ? Type.DOUBLE : Type.TEXT);
        this.file = new ParquetFile(
                path,
                List.of(time, deviceMs, number, length, typeTag, version, reliability, value),
                Map.of("device_id", session.device(), "session_id", session.session()));
    }

    @Override
    public void add(SignalRow row) throws IOException {
        time.addTime(row.epochUs());
        deviceMs.add(row.deviceMs());
        number.add(integer(row.header()[NUMBER]));
        length.add(integer(row.header()[LENGTH]));
        typeTag.add(row.header()[TAG]);
        version.add(integer(row.header()[VERSION]));
        reliability.add(integer(row.header()[RELIABILITY]));
        if (!hasNumbers) {
            value.add(row.value());
        } else {
            double number = row.isSample() ? number(row.value()) : Double.NaN;
            if (Double.isFinite(number)) {
                value.add(number);
            } else {
                value.addNull();
            }
        }
        file.endRow();
    }

    @Override
    public long rows() {
        return file.rows();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** The connector has checked the numbers of the header; -1 in a record of another producer. */
    private static int integer(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
