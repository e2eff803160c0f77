package io.pulsefeed.timescale.ledger;

/** What a transaction did with a record. */
public enum RecordOutcome {
    /** It has rows. */
    WRITTEN,
    /** It has none: a tombstone, or the mapping selects nothing of it. */
    IGNORED,
    DEAD_LETTERED
}
