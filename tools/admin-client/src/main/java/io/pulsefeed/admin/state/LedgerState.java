package io.pulsefeed.admin.state;

/**
 * What the ledger of the sinks says, without reading tables or topics.
 *
 * @param exists whether a sink keeps a ledger in the database; if not, all numbers are 0
 * @param records consumed in the last 24 hours of event time
 * @param sealedHours hours that were compared with their table in the last week
 * @param incompleteHours those that differ
 * @param deadLetters bad records that no replay has written
 */
public record LedgerState(boolean exists, long records, long sealedHours, long incompleteHours, long deadLetters) {

    static final LedgerState NONE = new LedgerState(false, 0, 0, 0, 0);

    /** Whether nothing is known to be missing. Only {@code pulsefeed audit} proves it. */
    public boolean isComplete() {
        return incompleteHours == 0 && deadLetters == 0;
    }
}
