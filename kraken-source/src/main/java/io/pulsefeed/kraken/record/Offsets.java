package io.pulsefeed.kraken.record;

import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The source partitions and offsets, which the worker's REST interface makes public: {@code {"venue":"kraken",
 * "channel":"trade","pair":"XBT/USD"}} to {@code {"trade_id":109116693,"ts_ns":1790358506844359000}}.
 */
public final class Offsets {

    public static final String VENUE = "venue";
    public static final String CHANNEL = "channel";
    public static final String PAIR = "pair";
    public static final String TRADE_ID = "trade_id";
    public static final String TIME = "ts_ns";
    public static final String LAST = "last";
    public static final String UNTIL_ID = "until_id";
    public static final String KRAKEN = "kraken";

    private Offsets() {}

    public static Map<String, Object> partition(String channel, String pair) {
        Map<String, Object> partition = new LinkedHashMap<>();
        partition.put(VENUE, KRAKEN);
        partition.put(CHANNEL, channel);
        partition.put(PAIR, pair);
        return partition;
    }

    public static Map<String, Object> partition(String channel, Pair pair) {
        return partition(channel, pair.name());
    }

    /** One stretch of the past is a partition of its own, so that another stretch begins at its own beginning. */
    public static Map<String, Object> backfillPartition(Pair pair, long fromNanos, long toNanos) {
        Map<String, Object> partition = partition("backfill", pair);
        partition.put("from_ns", fromNanos);
        partition.put("to_ns", toNanos);
        return partition;
    }

    /** @param untilId the live stream's first trade, where the backfill ends at the latest; -1 while unknown */
    public static Map<String, Object> backfill(long id, long timeNanos, long untilId) {
        return Map.of(TRADE_ID, id, TIME, timeNanos, UNTIL_ID, untilId);
    }

    /** WebSocket v1 gives no number; a time alone is enough to go on from, though not exactly. */
    static Map<String, Object> trade(long id, long timeNanos) {
        return id == Trade.NO_ID ? Map.of(TIME, timeNanos) : Map.of(TRADE_ID, id, TIME, timeNanos);
    }

    static Map<String, Object> ticker(String last, long timeNanos) {
        return Map.of(LAST, last, TIME, timeNanos);
    }

    /** A stored number, whatever width it was read back with; null when the offset has none. */
    public static Long number(Map<String, Object> offset, String field) {
        return offset != null && offset.get(field) instanceof Number value ? (Long) value.longValue() : null;
    }

    /** A stored decimal; null when the offset has none. */
    public static String decimal(Map<String, Object> offset, String field) {
        if (offset == null || !(offset.get(field) instanceof String text)) {
            return null;
        }
        try {
            return new BigDecimal(text).toPlainString();
        } catch (NumberFormatException e) {
            // Somebody altered the offset by hand. What the price change lacks then is one comparison.
            return null;
        }
    }
}
