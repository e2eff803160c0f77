package io.pulsefeed.benchmarks;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postgresql.copy.CopyIn;
import org.postgresql.core.BaseConnection;

/**
 * The write ceiling of the server: the same rows by binary COPY from memory on one connection, with 10,000 rows and one update of an
 * offsets row per transaction. No sink with the same guarantees can be faster.
 */
final class CopyCeiling {

    private static final int ROWS_PER_TRANSACTION = 10_000;
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};

    /** Microseconds between the epochs of Unix (1970) and PostgreSQL (2000). */
    static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

    private final Connection connection;
    private final BenchTable table;

    CopyCeiling(Connection connection, BenchTable table) {
        this.connection = connection;
        this.table = table;
    }

    /** Rows per second. The rows are encoded before the measurement starts. */
    double measure() throws SQLException {
        int rows = table.rows().count();
        List<byte[]> batches = new ArrayList<>();
        for (int from = 0; from < rows; from += ROWS_PER_TRANSACTION) {
            batches.add(encode(from, Math.min(rows, from + ROWS_PER_TRANSACTION)));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS bench_offsets (id int PRIMARY KEY, next_offset bigint NOT NULL)");
            statement.execute("INSERT INTO bench_offsets VALUES (1, 0) ON CONFLICT DO NOTHING");
        }
        connection.setAutoCommit(false);
        long started = System.nanoTime();
        try (PreparedStatement offsets =
                connection.prepareStatement("UPDATE bench_offsets SET next_offset = ? WHERE id = 1")) {
            long next = 0;
            for (byte[] batch : batches) {
                next += ROWS_PER_TRANSACTION;
                offsets.setLong(1, next);
                offsets.executeUpdate();
                CopyIn copy = connection
                        .unwrap(BaseConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY " + table.name() + " (" + table.rows().columns()
                                + ") FROM STDIN (FORMAT binary)");
                copy.writeToCopy(batch, 0, batch.length);
                copy.endCopy();
                connection.commit();
            }
        } finally {
            connection.setAutoCommit(true);
        }
        return rows / ((System.nanoTime() - started) / 1e9);
    }

    private byte[] encode(int from, int to) {
        ByteBuffer out = ByteBuffer.allocate((to - from) * 96 + 64);
        out.put(SIGNATURE).putInt(0).putInt(0);
        for (int i = from; i < to; i++) {
            table.rows().encode(i, out);
        }
        out.putShort((short) -1);
        return Arrays.copyOf(out.array(), out.position());
    }
}
