package io.pulsefeed.kraken.wire;

import org.jspecify.annotations.Nullable;

/**
 * Decides which trades are usable, with one rule for WebSocket and REST. A volume of 0 is usable: Kraken has numbered the trade, and
 * dropping it would leave a gap. An event time ahead of the local clock is usable, too, because either clock may be wrong.
 */
final class TradeRule {

    private TradeRule() {}

    /** Why the trade is not usable; null if it is. */
    static @Nullable RejectReason reject(
            @Nullable String price, @Nullable String volume, boolean hasSide, long timeEpochNs) {
        if (!Decimals.isPositive(price) || !Decimals.isNotNegative(volume)) {
            return RejectReason.BAD_DECIMAL;
        }
        if (!hasSide) {
            return RejectReason.BAD_SIDE;
        }
        return timeEpochNs == Timestamps.INVALID ? RejectReason.BAD_TIMESTAMP : null;
    }
}
