package io.pulsefeed.kraken.wire;

import java.util.List;

/**
 * One answer of REST {@code Trades}.
 *
 * @param trades ascending by id
 * @param cursorEpochNs the {@code since} parameter for the next page, nanoseconds since 1970
 * @param full whether the page has the maximum number of rows, so more may follow
 */
public record TradesPage(List<Trade> trades, long cursorEpochNs, boolean full) {}
