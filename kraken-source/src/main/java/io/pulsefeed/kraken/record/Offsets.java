package io.pulsefeed.kraken.record;

import io.pulsefeed.kraken.wire.Pair;
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

    static Map<String, Object> trade(long id, long timeNanos) {
        return Map.of(TRADE_ID, id, TIME, timeNanos);
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
