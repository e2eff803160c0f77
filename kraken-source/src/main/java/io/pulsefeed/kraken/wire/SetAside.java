package io.pulsefeed.kraken.wire;

/**
 * A row of a REST answer that is not a usable trade.
 *
 * @param id the trade id, or {@link Trade#NO_ID} if the row and its neighbors do not determine it
 * @param row the row for the log
 */
public record SetAside(long id, RejectReason reason, String row) {}
