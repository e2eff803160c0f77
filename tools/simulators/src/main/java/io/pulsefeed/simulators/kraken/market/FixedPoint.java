package io.pulsefeed.simulators.kraken.market;

/** Decimals in Kraken's format: a whole number of the smallest unit, printed with all digits. */
public final class FixedPoint {

    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private FixedPoint() {}

    public static long pow10(int exponent) {
        return POWERS[exponent];
    }

    /** {@code print(1311, 4)} is {@code 0.1311}; trailing zeros are kept. */
    public static String print(long units, int decimals) {
        return append(new StringBuilder(20), units, decimals).toString();
    }

    public static StringBuilder append(StringBuilder out, long units, int decimals) {
        long magnitude = Math.abs(units);
        if (units < 0) {
            out.append('-');
        }
        out.append(magnitude / POWERS[decimals]);
        if (decimals > 0) {
            out.append('.');
            long fraction = magnitude % POWERS[decimals];
            for (int digit = decimals - 1; digit > 0 && fraction < POWERS[digit]; digit--) {
                out.append('0');
            }
            out.append(fraction);
        }
        return out;
    }

    /** Appends zeros until {@code text} has at least {@code decimals} decimal places. */
    public static String pad(String text, int decimals) {
        int point = text.indexOf('.');
        int present = point < 0 ? 0 : text.length() - point - 1;
        if (present >= decimals) {
            return text;
        }
        return text + (point < 0 ? "." : "") + "0".repeat(decimals - present);
    }
}
