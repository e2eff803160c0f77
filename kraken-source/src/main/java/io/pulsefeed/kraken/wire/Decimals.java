package io.pulsefeed.kraken.wire;

import org.jspecify.annotations.Nullable;

/** Validates decimals as text, because records keep the digits of the wire. */
public final class Decimals {

    private static final int MAX_DIGITS = 38;
    private static final int MAX_EXPONENT = 18;

    private Decimals() {}

    /** Whether {@code text} is a JSON number above zero, of at most 38 digits and with an exponent within +-18. */
    public static boolean isPositive(@Nullable String text) {
        return text != null && isNumber(text) && text.charAt(0) != '-' && !isZero(text);
    }

    /** Whether {@code text} is a JSON number of at least zero, of at most 38 digits and with an exponent within +-18. */
    static boolean isNotNegative(@Nullable String text) {
        return text != null && isNumber(text) && text.charAt(0) != '-';
    }

    /** Whether {@code text} is a JSON number of at most 38 digits and with an exponent within +-18. */
    public static boolean isNumber(@Nullable String text) {
        if (text == null) {
            return false;
        }
        int end = text.length();
        int start = end > 0 && text.charAt(0) == '-' ? 1 : 0;
        int i = skipDigits(text, start);
        int digits = i - start;
        if (digits == 0 || digits > 1 && text.charAt(start) == '0') {
            return false;
        }
        if (i < end && text.charAt(i) == '.') {
            int fraction = skipDigits(text, i + 1) - i - 1;
            if (fraction == 0) {
                return false;
            }
            digits += fraction;
            i += 1 + fraction;
        }
        return digits <= MAX_DIGITS && (i == end || isExponent(text, i));
    }

    private static boolean isExponent(String text, int at) {
        if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
            return false;
        }
        int i = at + 1;
        if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
            i++;
        }
        int length = text.length() - i;
        return length >= 1
                && length <= 2
                && skipDigits(text, i) == text.length()
                && Integer.parseInt(text, i, text.length(), 10) <= MAX_EXPONENT;
    }

    private static boolean isZero(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'e' || c == 'E') {
                return true;
            }
            if (c >= '1' && c <= '9') {
                return false;
            }
        }
        return true;
    }

    private static int skipDigits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }
}
