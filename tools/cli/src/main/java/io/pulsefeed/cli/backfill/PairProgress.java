package io.pulsefeed.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;

/**
 * The stored offset of a pair's backfill.
 *
 * @param firstId id of the first trade of the period; -1 if it is unknown
 * @param lastId id of the last stored trade
 * @param trades number of stored trades; -1 if it is unknown
 * @param outside number of those trades whose time is not in the period
 * @param doneSeconds stored part of the period
 */
record PairProgress(boolean complete, long firstId, long lastId, long trades, long outside, long doneSeconds) {

    static final PairProgress NONE = new PairProgress(false, -1, -1, 0, 0, 0);

    /** The progress in the response of {@code GET /connectors/NAME/offsets}. */
    static PairProgress of(JsonNode offsets, String pair, Period period) {
        for (JsonNode each : offsets.path("offsets")) {
            JsonNode partition = each.path("partition");
            if (partition.path("pair").asText().equals(pair)
                    && partition.path("channel").asText().equals("backfill")
                    && partition.path("from_ns").asLong() == period.fromNs()
                    && partition.path("to_ns").asLong() == period.toNs()) {
                return of(each.path("offset"), period);
            }
        }
        return NONE;
    }

    private static PairProgress of(JsonNode offset, Period period) {
        boolean complete = offset.path("complete").asBoolean();
        return new PairProgress(
                complete,
                offset.path("first_id").asLong(-1),
                offset.path("trade_id").asLong(-1),
                offset.path("trades").asLong(-1),
                offset.path("outside").asLong(0),
                complete
                        ? period.seconds()
                        : TimeUnit.NANOSECONDS.toSeconds(offset.path("ts_ns").asLong() - period.fromNs()));
    }

    /** The progress of a pair that was not traded in the period. */
    static PairProgress empty(Period period) {
        return new PairProgress(true, -1, -1, 0, 0, period.seconds());
    }

    boolean isStarted() {
        return lastId >= 0;
    }
}
