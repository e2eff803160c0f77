package io.pulsefeed.admin.state;

/**
 * An open gap in the trades of a pair: the connector waits for missing trades before it emits newer ones.
 *
 * @param connector the source connector
 * @param waiting trades of all pairs of its task that wait
 */
public record PairGap(String connector, String pair, long waiting) {}
