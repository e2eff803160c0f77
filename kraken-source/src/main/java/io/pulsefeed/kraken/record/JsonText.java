package io.pulsefeed.kraken.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Buffer that builds a flat JSON object as bytes, without an intermediate string. Reusable, not thread-safe. */
final class JsonText {

    private byte[] bytes = new byte[256];
    private int length;

    JsonText clear() {
        length = 0;
        return this;
    }

    JsonText ascii(String text) {
        int n = text.length();
        ensure(n);
        for (int i = 0; i < n; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += n;
        return this;
    }

    JsonText raw(byte[] text) {
        ensure(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    /** Epoch seconds with at most six decimals, rounded down, without trailing zeros. */
    JsonText seconds(long timeEpochNs) {
        long micros = Math.floorDiv(timeEpochNs, 1000L);
        ascii(Long.toString(Math.floorDiv(micros, 1_000_000L)));
        int fraction = (int) Math.floorMod(micros, 1_000_000L);
        if (fraction != 0) {
            ensure(7);
            bytes[length++] = '.';
            for (int unit = 100_000; fraction > 0; unit /= 10) {
                bytes[length++] = (byte) ('0' + fraction / unit);
                fraction %= unit;
            }
        }
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
