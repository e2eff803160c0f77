package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;

/** Receives the ordered trades of a pair, and what happens to its gaps. */
public interface SequenceListener {

    /**
     * The next trade of the pair.
     *
     * @param trade in order, unless it is late
     */
    void onTrade(OrderedTrade trade);

    default void onDuplicate(Trade trade) {}

    /** A trade arrived whose predecessors are missing. Both ids are {@link Trade#NO_ID} if trades have no ids. */
    default void onGapOpened(Pair pair, long lastId, long nextId) {}

    default void onGapClosed(Pair pair, long lastId) {}

    /** Kraken never used these ids. */
    default void onIdsVoid(Pair pair, long fromId, long toId) {}

    /** REST returned the trade with this id in an unusable form. The ids after it continue. */
    default void onIdSetAside(Pair pair, long id) {}

    /** The id of a trade is too far from its neighbors, so it was dropped. */
    default void onImplausibleId(Trade trade, long lastId) {}

    /** A gap exceeds a limit: trades of the pair wait until the user changes the configuration. Other pairs continue. */
    default void onLimitExceeded(Pair pair, long missing, long lastId, String limit) {}

    /** Kraken reset the ids of the pair: its trades wait until the user changes the configuration. Other pairs continue. */
    default void onResetHeld(Pair pair, long lastId, long newestId) {}

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
