package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;

/** Receives the ordered trades of a pair, and what happens to its gaps. */
public interface SequenceListener {

    /**
     * The next trade of the pair.
     *
     * @param skippedBefore number of ids that were skipped before it at a limit; usually 0
     */
    void onTrade(Trade trade, long skippedBefore);

    default void onDuplicate(Trade trade) {}

    /** A trade arrived whose predecessors are missing. Both ids are {@link Trade#NO_ID} if trades have no ids. */
    default void onGapOpened(Pair pair, long lastId, long nextId) {}

    default void onGapClosed(Pair pair, long lastId) {}

    /** Kraken never used these ids. */
    default void onIdsVoid(Pair pair, long fromId, long toId) {}

    /** These ids were skipped at a backfill limit. */
    default void onIdsSkipped(Pair pair, long fromId, long toId) {}

    /** The pending trades exceeded their capacity and were dropped; REST will return them. */
    default void onPendingDropped(Pair pair, int trades) {}

    /** A gap had no progress within the backfill timeout. */
    default void onGapOverdue(Pair pair, long lastId) {}

    /** A full REST page did not move the cursor, so the cursor was advanced by 1 ns. */
    default void onCursorStuck(Pair pair) {}

    /** Kraken reset the ids of the pair, and the sequence continues with the new ids. */
    default void onIdReset(Pair pair, long oldId) {}
}
