package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.wire.Trade;

/**
 * A trade in the order of its pair, and the position from which a restart resumes after it.
 *
 * @param skippedBefore number of ids that were skipped before it at a limit; usually 0
 * @param late whether its id was skipped as unused before, so that it follows newer trades
 * @param lastId id of the last trade in order; {@link Trade#NO_ID} in v1
 * @param lastTimeEpochNs event time of that trade, nanoseconds since 1970
 * @param voidIds the ids skipped as unused, as {@link VoidIds} writes them; usually empty
 */
public record OrderedTrade(
        Trade trade, long skippedBefore, boolean late, long lastId, long lastTimeEpochNs, String voidIds) {}
