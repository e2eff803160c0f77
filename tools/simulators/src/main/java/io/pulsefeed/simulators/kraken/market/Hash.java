package io.pulsefeed.simulators.kraken.market;

/** Stateless pseudorandom values: the same inputs give the same bits on every machine. */
public final class Hash {

    private static final double UNIT = 0x1.0p-53;

    private Hash() {}

    /** The finalizer of SplitMix64 over both values. */
    public static long of(long seed, long value) {
        long z = seed + 0x9E3779B97F4A7C15L * (value + 1);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    public static long of(long seed, long value, long salt) {
        return of(of(seed, salt), value);
    }

    /** FNV-1a over the characters, mixed with the seed. */
    public static long of(long seed, String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return of(seed, hash);
    }

    /** In [0, 1). */
    public static double unit(long hash) {
        return (hash >>> 11) * UNIT;
    }
}
