package io.pulsefeed.emotibit.wire;

/**
 * Parser for the decimal numbers that devices print. The firmware pads numbers with blanks to a minimum width: it prints 8 without
 * decimals as {@code " 8"}.
 */
public final class Decimal {

    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };
    private static final int EXACT_DIGITS = 15;
    private static final int MAX_JSON_NUMBER = 100;

    private Decimal() {}

    /**
     * The number between two positions, or NaN for any other text ({@code nan}, {@code inf}, {@code ovf}, empty, invalid). Accepts a
     * sign, an exponent, and blanks around the number.
     */
    public static double parse(String text, int start, int end) {
        return parseTrimmed(text, trimmedStart(text, start, end), trimmedEnd(text, start, end));
    }

    /** The first position after {@code start} that is not blank; {@code end} if there is none. */
    public static int trimmedStart(String text, int start, int end) {
        int i = start;
        while (i < end && isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The position after the last character before {@code end} that is not blank; {@code start} if there is none. */
    public static int trimmedEnd(String text, int start, int end) {
        int i = end;
        while (i > start && isBlank(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static double parseTrimmed(String text, int start, int end) {
        int i = start;
        boolean negative = i < end && text.charAt(i) == '-';
        if (negative || i < end && text.charAt(i) == '+') {
            i++;
        }
        long digits = 0;
        int count = 0;
        int decimals = -1;
        for (; i < end; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9' && count < EXACT_DIGITS) {
                digits = digits * 10 + (c - '0');
                count++;
                decimals += decimals >= 0 ? 1 : 0;
            } else if (c == '.' && decimals < 0) {
                decimals = 0;
            } else {
                return parseWithJdk(text, start, end);
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        double value = decimals > 0 ? digits / POWERS[decimals] : digits;
        return negative ? -value : value;
    }

    /**
     * Whether the text between two positions is a valid JSON number without exponent, which can be copied unchanged. Readers of JSON
     * limit the length of numbers.
     */
    public static boolean isJsonNumber(String text, int start, int end) {
        if (end - start > MAX_JSON_NUMBER) {
            return false;
        }
        int i = start < end && text.charAt(start) == '-' ? start + 1 : start;
        int whole = digits(text, i, end);
        if (whole == i || whole > i + 1 && text.charAt(i) == '0') {
            return false;
        }
        if (whole == end) {
            return true;
        }
        return text.charAt(whole) == '.' && whole + 1 < end && digits(text, whole + 1, end) == end;
    }

    private static int digits(String text, int start, int end) {
        int i = start;
        while (i < end && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    /** For exponents and very long numbers. Rejects "NaN", "Infinity", "1d" and hexadecimal numbers, which Java would accept. */
    private static double parseWithJdk(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return Double.NaN;
            }
        }
        try {
            double value = Double.parseDouble(text.substring(start, end));
            return Double.isInfinite(value) ? Double.NaN : value;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
