package io.pulsefeed.kraken.wire;

import java.util.List;

/**
 * One answer of REST {@code Trades}.
 *
 * @param trades ascending by id
 * @param lastNanos the cursor for the next page, nanoseconds since 1970
 * @param full whether the page holds as many rows as the venue gives at once, so that more may follow
 */
public record TradesPage(List<Trade> trades, long lastNanos, boolean full) {}
