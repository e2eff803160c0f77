package io.pulsefeed.kraken.book;

import io.pulsefeed.kraken.wire.BookUpdate.Level;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The best prices of an order book.
 *
 * @param bidQuantity sum of the ten best bids, in base units
 * @param askQuantity sum of the ten best asks, in base units
 */
public record BookTop(Level bid, Level ask, BigDecimal bidQuantity, BigDecimal askQuantity) {

    private static final int IMBALANCE_DECIMALS = 6;

    public BigDecimal spread() {
        return new BigDecimal(ask.price()).subtract(new BigDecimal(bid.price()));
    }

    /** From -1 (asks only) to 1 (bids only): the difference of the quantities, relative to their sum. */
    public BigDecimal imbalance() {
        return bidQuantity
                .subtract(askQuantity)
                .divide(bidQuantity.add(askQuantity), IMBALANCE_DECIMALS, RoundingMode.HALF_UP);
    }
}
