package io.pulsefeed.emotibit.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a file with bounded memory: a corrupt card can have gigabytes without a line end. Decodes as ISO 8859-1, so that
 * the text can be converted back to the same bytes, and drops NUL bytes, as in a datagram. Not thread-safe.
 */
final class LineReader implements AutoCloseable {

    /** A longer line is not a packet: it would not fit into a datagram. */
    static final int MAX_LINE = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private byte[] line = new byte[512];
    private int length;
    private int at;
    private int end;
    private boolean afterCarriageReturn;
    private boolean overlong;
    private boolean terminated;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line without its end, cut to {@link #MAX_LINE} characters; null at the end of the file. */
    @Nullable
    String next() throws IOException {
        length = 0;
        overlong = false;
        terminated = false;
        boolean any = false;
        while (fill()) {
            byte next = buffer[at++];
            boolean isSecondEnd = afterCarriageReturn && next == '\n';
            afterCarriageReturn = next == '\r';
            if (isSecondEnd) {
                continue;
            }
            if (next == '\n' || next == '\r') {
                terminated = true;
                return text();
            }
            any = true;
            append(next);
        }
        return any ? text() : null;
    }

    /** Whether the last line was cut. */
    boolean isOverlong() {
        return overlong;
    }

    /** Whether the last line has a line end. */
    boolean isTerminated() {
        return terminated;
    }

    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return end > 0;
    }

    private void append(byte next) {
        if (next == 0) {
            return;
        }
        if (length == MAX_LINE) {
            overlong = true;
            return;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = next;
    }

    private String text() {
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
