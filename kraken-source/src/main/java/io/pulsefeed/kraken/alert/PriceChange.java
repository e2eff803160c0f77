package io.pulsefeed.kraken.alert;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Percent arithmetic on prices. */
public final class PriceChange {

    private static final int DECIMALS = 2;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private PriceChange() {}

    /** The change from {@code reference} to {@code price} in percent, unrounded; null if the reference is 0. */
    public static @Nullable BigDecimal percent(BigDecimal price, BigDecimal reference) {
        return reference.signum() == 0
                ? null
                : price.subtract(reference).multiply(HUNDRED).divide(reference, MathContext.DECIMAL64);
    }

    /** The percentage as tickers show it: two decimals, HALF_UP. */
    public static BigDecimal rounded(BigDecimal percent) {
        return percent.setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    /** The percentage as alerts show it: two decimals, or as many as the threshold has, so that it never rounds below it. */
    public static BigDecimal rounded(BigDecimal percent, BigDecimal threshold) {
        int decimals = Math.max(DECIMALS, threshold.stripTrailingZeros().scale());
        return percent.setScale(decimals, RoundingMode.HALF_UP);
    }
}
