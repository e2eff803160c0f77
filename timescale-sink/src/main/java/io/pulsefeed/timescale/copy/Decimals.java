package io.pulsefeed.timescale.copy;

import com.fasterxml.jackson.core.io.NumberInput;

/** Converts decimal digits to numbers without an intermediate string and without losing precision. */
final class Decimals {

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final long EXACT_DOUBLE = 1L << 53;
    private static final long MAX_BEFORE_DIGIT = (Long.MAX_VALUE - 9) / 10;
    private static final long MAX_TENTHS = Long.MAX_VALUE / 10;
    private static final char LAST_DIGIT = '7';
    private static final int MAX_EXPONENT = 10_000;

    private Decimals() {}

    /**
     * Returns the nearest double. Up to 15 significant digits, one exact division is correctly rounded (Clinger, 1990); more
     * digits need the general algorithm.
     */
    static double toDouble(char[] text, int offset, int length) {
        int end = offset + length;
        int i = offset;
        boolean negative = length > 0 && text[i] == '-';
        if (negative) {
            i++;
        }
        long mantissa = 0;
        int scale = 0;
        boolean point = false;
        for (; i < end; i++) {
            char c = text[i];
            if (c >= '0' && c <= '9' && mantissa < MAX_BEFORE_DIGIT) {
                mantissa = mantissa * 10 + (c - '0');
                scale += point ? 1 : 0;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                return NumberInput.parseDouble(text, offset, length, true);
            }
        }
        if (mantissa >= EXACT_DOUBLE || scale >= POWERS.length || length == 0) {
            return NumberInput.parseDouble(text, offset, length, true);
        }
        double value = mantissa / POWERS[scale];
        return negative ? -value : value;
    }

    /**
     * Returns the number times ten to the power of {@code shift}, rounded to the nearest integer (half away from zero).
     *
     * @throws ArithmeticException if the result does not fit into 64 bits
     * @throws NumberFormatException if the characters are not a number
     */
    static long scaled(char[] text, int offset, int length, int shift) {
        int end = offset + length;
        int i = offset;
        boolean negative = i < end && text[i] == '-';
        if (negative) {
            i++;
        }
        long mantissa = 0;
        int exponent = shift;
        boolean point = false;
        boolean digits = false;
        for (; i < end; i++) {
            char c = text[i];
            if (c >= '0' && c <= '9') {
                digits = true;
                if (mantissa < MAX_TENTHS || mantissa == MAX_TENTHS && c <= LAST_DIGIT) {
                    mantissa = mantissa * 10 + (c - '0');
                    exponent -= point ? 1 : 0;
                } else {
                    // Round up, so that a value out of range overflows below instead of losing its last digit.
                    mantissa += mantissa == MAX_TENTHS ? 1 : 0;
                    exponent += point ? 0 : 1;
                }
            } else if (c == '.' && !point) {
                point = true;
            } else if ((c == 'e' || c == 'E') && digits) {
                exponent += exponent(text, i + 1, end);
                i = end;
            } else {
                throw new NumberFormatException("not a number");
            }
        }
        if (!digits) {
            throw new NumberFormatException("not a number");
        }
        long value = shifted(mantissa, exponent);
        return negative ? -value : value;
    }

    /** Whether text is a decimal number such as {@code -1.5e3}. Java's own parsers accept more, such as 1d, 0x1p3 and NaN. */
    static boolean isNumber(char[] text, int offset, int length) {
        int end = offset + length;
        int i = offset;
        if (i < end && (text[i] == '-' || text[i] == '+')) {
            i++;
        }
        int digits = 0;
        boolean point = false;
        for (; i < end && text[i] != 'e' && text[i] != 'E'; i++) {
            if (text[i] >= '0' && text[i] <= '9') {
                digits++;
            } else if (text[i] == '.' && !point) {
                point = true;
            } else {
                return false;
            }
        }
        if (digits == 0 || i == end) {
            return digits > 0;
        }
        try {
            exponent(text, i + 1, end);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Whether the digits represent an integer, such as {@code 12}, {@code 12.0} or {@code 1.2e1}. */
    static boolean isIntegral(char[] text, int offset, int length) {
        int fractionDigits = 0;
        int zeros = 0;
        int exponent = 0;
        boolean point = false;
        boolean zero = true;
        for (int i = offset; i < offset + length; i++) {
            char c = text[i];
            if (c == '.') {
                point = true;
            } else if (c == 'e' || c == 'E') {
                exponent = exponent(text, i + 1, offset + length);
                break;
            } else if (c >= '0' && c <= '9') {
                fractionDigits += point ? 1 : 0;
                zeros = c == '0' ? zeros + 1 : 0;
                zero &= c == '0';
            }
        }
        return zero || fractionDigits - Math.min(zeros, fractionDigits + Math.max(0, -exponent)) <= exponent;
    }

    private static int exponent(char[] text, int from, int end) {
        int i = from;
        boolean negative = i < end && text[i] == '-';
        if (i < end && (text[i] == '-' || text[i] == '+')) {
            i++;
        }
        if (i == end) {
            throw new NumberFormatException("not a number");
        }
        int value = 0;
        for (; i < end; i++) {
            if (text[i] < '0' || text[i] > '9') {
                throw new NumberFormatException("not a number");
            }
            value = Math.min(MAX_EXPONENT, value * 10 + (text[i] - '0'));
        }
        return negative ? -value : value;
    }

    private static long shifted(long mantissa, int exponent) {
        long value = mantissa;
        if (value == 0) {
            return 0;
        }
        for (int e = exponent; e > 0; e--) {
            value = Math.multiplyExact(value, 10L);
        }
        if (exponent < -18) {
            return 0;
        }
        if (exponent < 0) {
            long divisor = 1;
            for (int e = exponent; e < 0; e++) {
                divisor *= 10;
            }
            long rest = value % divisor;
            value = value / divisor + (rest >= divisor - rest ? 1 : 0);
        }
        return value;
    }
}
