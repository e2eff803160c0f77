package io.pulsefeed.emotibit.wire;

import java.nio.charset.StandardCharsets;

/** Splits a datagram into lines. */
public final class Datagram {

    /** Receives the lines of a datagram, in order. */
    public interface LineHandler {
        void onLine(String text);

        /** Current firmware sends an empty line instead of a button packet, whose packet number is then missing. */
        void onEmptyLine();
    }

    private Datagram() {}

    /**
     * Reads lines that end with a line feed; the last one may lack it. Drops trailing carriage returns and all NUL bytes. Decodes
     * as ISO 8859-1, so that the text can be converted back to the same bytes.
     */
    public static void read(byte[] data, int length, LineHandler handler) {
        int start = 0;
        for (int i = 0; i <= length; i++) {
            boolean ended = i == length;
            if (!ended && data[i] != '\n') {
                continue;
            }
            if (!(ended && start == length)) {
                emit(data, start, i, handler);
            }
            start = i + 1;
        }
    }

    private static void emit(byte[] data, int start, int end, LineHandler handler) {
        int last = end;
        while (last > start && (data[last - 1] == '\r' || data[last - 1] == 0)) {
            last--;
        }
        String text = new String(data, start, last - start, StandardCharsets.ISO_8859_1);
        if (text.indexOf('\0') >= 0) {
            text = text.replace("\0", "");
        }
        if (text.isEmpty()) {
            handler.onEmptyLine();
        } else {
            handler.onLine(text);
        }
    }
}
