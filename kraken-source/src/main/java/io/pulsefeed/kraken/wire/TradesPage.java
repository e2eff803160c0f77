package io.pulsefeed.kraken.wire;

import io.pulsefeed.commons.delivery.ReceiveTime;
import java.util.List;

/**
 * One answer of REST {@code Trades}.
 *
 * @param trades in the order of the answer, which is that of time
 * @param setAside the rows that are not usable trades
 * @param cursorEpochNs the {@code since} parameter for the next page, nanoseconds since 1970
 * @param full whether the page has the maximum number of rows, so more may follow
 */
public record TradesPage(List<Trade> trades, List<SetAside> setAside, long cursorEpochNs, boolean full) {

    public TradesPage(List<Trade> trades, long cursorEpochNs, boolean full) {
        this(trades, List.of(), cursorEpochNs, full);
    }

    /** The same page with the receive time of its trades, unless it is {@link ReceiveTime#UNKNOWN}. */
    public TradesPage receivedAt(long recvEpochNs) {
        return recvEpochNs == ReceiveTime.UNKNOWN
                ? this
                : new TradesPage(
                        trades.stream()
                                .map(trade -> trade.receivedAt(recvEpochNs))
                                .toList(),
                        setAside,
                        cursorEpochNs,
                        full);
    }
}
