package io.pulsefeed.kraken.wire;

import java.util.List;

/**
 * One answer of REST {@code Trades}.
 *
 * @param trades ascending by id
 * @param setAside the rows that are not usable trades
 * @param cursorEpochNs the {@code since} parameter for the next page, nanoseconds since 1970
 * @param full whether the page has the maximum number of rows, so more may follow
 */
public record TradesPage(List<Trade> trades, List<SetAside> setAside, long cursorEpochNs, boolean full) {

    public TradesPage(List<Trade> trades, long cursorEpochNs, boolean full) {
        this(trades, List.of(), cursorEpochNs, full);
    }
}
