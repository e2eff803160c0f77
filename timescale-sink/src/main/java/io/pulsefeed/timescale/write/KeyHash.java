package io.pulsefeed.timescale.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A hash of the encoded key of a row, eight bytes at a time. */
final class KeyHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** 2^64 divided by the golden ratio, as in Fibonacci hashing. */
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private KeyHash() {}

    static int of(byte[] bytes, int from, int to) {
        long hash = to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONG.get(bytes, at));
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = rest << Byte.SIZE | bytes[at] & 0xFF;
        }
        hash = mix(hash ^ rest);
        return (int) (hash ^ hash >>> 32);
    }

    /** The multiplication carries differences to the upper bits, the shift to the lower ones. */
    private static long mix(long value) {
        long product = value * MULTIPLIER;
        return product ^ product >>> 29;
    }
}
