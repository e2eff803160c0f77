package io.pulsefeed.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The rows that a benchmark writes to one table. They are a function of their number, so that the result can be verified. */
interface BenchRows {

    /** Columns and unique key for CREATE TABLE. One column is the {@code timestamp} of the hypertable. */
    String definition();

    /** Number of rows. */
    int count();

    /** Column list of COPY, in the order of {@link #encode}. */
    String columns();

    /** Appends row {@code i} in the format of binary COPY. */
    void encode(int i, ByteBuffer out);

    /** A WHERE condition that selects row {@code i} by its key. */
    String condition(int i);

    /** Select list of the sums that {@link #sums} returns. They do not depend on the order of the rows. */
    String sumExpressions();

    /** The expected sums, separated by spaces. */
    String sums();

    /** Appends a text field. */
    static void text(ByteBuffer out, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length).put(bytes);
    }
}
