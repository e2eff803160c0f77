package io.pulsefeed.cli.mapping;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The numbers of a field: their range, and which types keep all digits. */
final class NumberRange {

    private static final int MAX_DIGITS = 400;

    private @Nullable BigDecimal min;
    private @Nullable BigDecimal max;
    private int fractions;
    private int rises;
    private int falls;
    private @Nullable BigDecimal last;
    private boolean losesDigitsAsDouble;

    /** @param isInteger whether it is written without a fraction and an exponent */
    void add(BigDecimal value, boolean isInteger) {
        fractions += isInteger ? 0 : 1;
        min = min == null || value.compareTo(min) < 0 ? value : min;
        max = max == null || value.compareTo(max) > 0 ? value : max;
        if (last != null) {
            int order = value.compareTo(last);
            rises += order > 0 ? 1 : 0;
            falls += order < 0 ? 1 : 0;
        }
        last = value;
        losesDigitsAsDouble |= losesDigits(value);
    }

    /** A number that a double can hold is written with the same digits again. */
    private static boolean losesDigits(BigDecimal value) {
        if (Math.abs((long) value.precision() - value.scale()) > MAX_DIGITS || value.precision() > MAX_DIGITS) {
            return value.signum() != 0;
        }
        double binary = value.doubleValue();
        return Double.isInfinite(binary) || new BigDecimal(Double.toString(binary)).compareTo(value) != 0;
    }

    boolean isEmpty() {
        return min == null;
    }

    /** Whether all are integers. */
    boolean isIntegral() {
        return fractions == 0;
    }

    boolean losesDigitsAsDouble() {
        return losesDigitsAsDouble;
    }

    /** Whether all are from {@code -limit} to {@code limit}. */
    boolean isWithin(long limit) {
        return min != null
                && max != null
                && min.compareTo(BigDecimal.valueOf(-limit)) >= 0
                && max.compareTo(BigDecimal.valueOf(limit)) <= 0;
    }

    /** Whether the numbers are counted upwards, and so will exceed their current range. */
    boolean isGrowing() {
        return rises >= 10 && falls * 20 <= rises;
    }
}
