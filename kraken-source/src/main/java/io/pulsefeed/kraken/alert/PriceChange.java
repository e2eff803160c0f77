package io.pulsefeed.kraken.alert;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Percent arithmetic on prices. */
public final class PriceChange {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private PriceChange() {}

    /** Percent by which {@code price} differs from {@code reference}, unrounded; null when the reference is 0. */
    public static BigDecimal percent(BigDecimal price, BigDecimal reference) {
        return reference.signum() == 0
                ? null
                : price.subtract(reference).multiply(HUNDRED).divide(reference, MathContext.DECIMAL64);
    }

    /** As records show it: two decimals, HALF_UP; null stays null. */
    public static BigDecimal rounded(BigDecimal percent) {
        return percent == null ? null : percent.setScale(2, RoundingMode.HALF_UP);
    }
}
