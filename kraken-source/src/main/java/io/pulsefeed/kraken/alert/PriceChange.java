package io.pulsefeed.kraken.alert;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Percent arithmetic on prices. */
public final class PriceChange {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private PriceChange() {}

    /** The change from {@code reference} to {@code price} in percent, unrounded; null if the reference is 0. */
    public static @Nullable BigDecimal percent(BigDecimal price, BigDecimal reference) {
        return reference.signum() == 0
                ? null
                : price.subtract(reference).multiply(HUNDRED).divide(reference, MathContext.DECIMAL64);
    }

    /** The percentage as records show it: two decimals, HALF_UP. */
    public static BigDecimal rounded(BigDecimal percent) {
        return percent.setScale(2, RoundingMode.HALF_UP);
    }
}
