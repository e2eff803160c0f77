package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;

/** What a sequence gives out, and what happens to it. */
public interface SequenceListener {

    /**
     * The next trade of the pair.
     *
     * @param skippedBefore how many numbers before it were given up because a limit was reached; 0 almost always
     */
    void emit(Trade trade, long skippedBefore);

    default void duplicate(Trade trade) {}

    default void gapOpened(Pair pair, long afterId, long nextId) {}

    default void gapClosed(Pair pair, long lastId) {}

    /** The venue never used these numbers. */
    default void voided(Pair pair, long fromId, long toId) {}

    /** These numbers are beyond the limits and were given up. */
    default void skipped(Pair pair, long fromId, long toId) {}

    /** Too many trades waited behind a gap; they were let go and will come from REST. */
    default void pendingDropped(Pair pair, int trades) {}

    /** REST has not shown the missing trades within the time that it usually needs. */
    default void gapOverdue(Pair pair, long afterId) {}

    /** A full page of REST did not move its cursor; it was moved by a nanosecond. */
    default void cursorStuck(Pair pair) {}

    default void rebased(Pair pair, long oldId) {}
}
