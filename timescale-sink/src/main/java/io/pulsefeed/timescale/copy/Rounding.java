package io.pulsefeed.timescale.copy;

/** The rounding rule of times: to the nearest microsecond, a half away from zero, whatever the form of the value. */
public final class Rounding {

    private Rounding() {}

    /** @param divisor positive */
    public static long halfAwayFromZero(long value, long divisor) {
        long rest = Math.abs(value % divisor);
        return value / divisor + (rest >= divisor - rest ? Long.signum(value) : 0);
    }

    /** @param negative whether the non-negative {@code value} is the fraction of a negative number */
    static long halfAwayFromZero(long value, long divisor, boolean negative) {
        long rest = value % divisor;
        boolean up = negative ? rest > divisor - rest : rest >= divisor - rest;
        return value / divisor + (up ? 1 : 0);
    }
}
