package io.pulsefeed.timescale;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Trades as prepared binary COPY streams. */
final class CeilingRows {

    private static final long EPOCH_2000 = 946_684_800L;
    private static final String[] PAIRS = {"XBT/USD", "ETH/USD", "SOL/USD", "XRP/USD", "ADA/USD", "DOT/USD"};

    private CeilingRows() {}

    static String pair(int number) {
        return PAIRS[number % PAIRS.length];
    }

    static byte[] batch(int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write("PGCOPY\n\u00FF\r\n\0".getBytes(StandardCharsets.ISO_8859_1));
            out.writeLong(0);
            for (int i = from; i < to; i++) {
                out.writeShort(6);
                text(out, pair(i));
                number(out, i);
                number(out, (Records.SECOND + i / 1000 - EPOCH_2000) * 1_000_000 + i % 1000 * 1000);
                number(out, Double.doubleToRawLongBits(57_000 + i % 1000 + i % 10 / 10.0));
                number(out, Double.doubleToRawLongBits(i % 100_000_000 / 1e8));
                text(out, "b");
            }
            out.writeShort(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void number(DataOutputStream out, long bits) throws IOException {
        out.writeInt(8);
        out.writeLong(bits);
    }
}
