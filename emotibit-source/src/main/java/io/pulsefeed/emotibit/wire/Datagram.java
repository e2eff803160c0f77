package io.pulsefeed.emotibit.wire;

import java.nio.charset.StandardCharsets;

/** Cuts a datagram into lines. */
public final class Datagram {

    /** Takes what a datagram holds, in order. */
    public interface Lines {
        void line(String text);

        /** Current firmware sends an empty line in place of a button packet, whose number is then missing. */
        void emptyLine();
    }

    private Datagram() {}

    /**
     * The last line may lack its line feed; carriage returns at the end and NUL bytes anywhere are dropped. Bytes become
     * characters one to one, so that the text gives back the bytes.
     */
    public static void read(byte[] data, int length, Lines lines) {
        int start = 0;
        for (int i = 0; i <= length; i++) {
            boolean ended = i == length;
            if (!ended && data[i] != '\n') {
                continue;
            }
            if (!(ended && start == length)) {
                emit(data, start, i, lines);
            }
            start = i + 1;
        }
    }

    private static void emit(byte[] data, int start, int end, Lines lines) {
        int last = end;
        while (last > start && (data[last - 1] == '\r' || data[last - 1] == 0)) {
            last--;
        }
        String text = new String(data, start, last - start, StandardCharsets.ISO_8859_1);
        if (text.indexOf('\0') >= 0) {
            text = text.replace("\0", "");
        }
        if (text.isEmpty()) {
            lines.emptyLine();
        } else {
            lines.line(text);
        }
    }
}
