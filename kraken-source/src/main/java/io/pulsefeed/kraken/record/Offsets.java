package io.pulsefeed.kraken.record;

import io.pulsefeed.commons.offset.SourcePartitions;
import io.pulsefeed.kraken.sequence.OrderedTrade;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Source partitions and offsets. Users see them in the offsets API of the worker: partition
 * {@code {"venue":"kraken","channel":"trade","pair":"XBT/USD"}}, offset
 * {@code {"trade_id":109116693,"ts_ns":1790358506844359000}}.
 */
public final class Offsets {

    public static final String VENUE = "venue";
    public static final String CHANNEL = "channel";
    public static final String PAIR = "pair";
    public static final String TRADE_ID = "trade_id";
    public static final String TIME = "ts_ns";
    public static final String LAST = "last";
    public static final String FROM = "from_ns";
    public static final String TO = "to_ns";
    public static final String UNTIL_ID = "until_id";
    /** Ids that were skipped as unused and may still arrive; absent without any. */
    public static final String VOID_IDS = "void_ids";

    public static final String FIRST_ID = "first_id";
    public static final String TRADES = "trades";

    /** Number of those trades whose time is not in the period. */
    public static final String OUTSIDE = "outside";

    public static final String COMPLETE = "complete";
    public static final String KRAKEN = "kraken";
    /** The pair of a partition of accounts, see {@link io.pulsefeed.commons.accounts.SourceAccounts}. */
    public static final String ACCOUNTS = "accounts";

    /** The order of the keys of a backfill partition in release 0.1.0. */
    static final List<String> ORDER_OF_RELEASE_010 = List.of(VENUE, CHANNEL, PAIR, FROM, TO);

    private Offsets() {}

    public static Map<String, Object> partition(String channel, String pair) {
        return SourcePartitions.canonical(Map.of(VENUE, KRAKEN, CHANNEL, channel, PAIR, pair));
    }

    public static Map<String, Object> partition(String channel, Pair pair) {
        return partition(channel, pair.name());
    }

    /** One partition for all instruments: they are not resumed, because Kraken sends a snapshot. */
    static Map<String, Object> instrumentPartition() {
        return SourcePartitions.canonical(Map.of(VENUE, KRAKEN, CHANNEL, "instrument"));
    }

    /** Each backfill period has its own partition, so that a new period starts from its beginning. */
    public static Map<String, Object> backfillPartition(Pair pair, long fromEpochNs, long toEpochNs) {
        return SourcePartitions.canonical(backfillPartitionOfRelease010(pair, fromEpochNs, toEpochNs));
    }

    /** The partition with the order of keys that release 0.1.0 stored, which the REST API cannot address. */
    public static Map<String, Object> backfillPartitionOfRelease010(Pair pair, long fromEpochNs, long toEpochNs) {
        Map<String, Object> partition = new LinkedHashMap<>();
        partition.put(VENUE, KRAKEN);
        partition.put(CHANNEL, "backfill");
        partition.put(PAIR, pair.name());
        partition.put(FROM, fromEpochNs);
        partition.put(TO, toEpochNs);
        return partition;
    }

    /**
     * A modifiable offset.
     *
     * @param untilId id of the first live trade, where the backfill ends at the latest; -1 while unknown
     */
    public static Map<String, Object> backfill(long id, long timeEpochNs, long untilId) {
        Map<String, Object> offset = new LinkedHashMap<>();
        offset.put(TRADE_ID, id);
        offset.put(TIME, timeEpochNs);
        offset.put(UNTIL_ID, untilId);
        return offset;
    }

    /** WebSocket v1 has no trade ids; the time alone allows to resume, but not exactly. */
    static Map<String, Object> trade(long id, long timeEpochNs) {
        return id == Trade.NO_ID ? Map.of(TIME, timeEpochNs) : Map.of(TRADE_ID, id, TIME, timeEpochNs);
    }

    /** The position after a trade, which for a late trade is that of a newer one. */
    static Map<String, Object> trade(OrderedTrade trade) {
        Map<String, Object> position = trade(trade.lastId(), trade.lastTimeEpochNs());
        if (trade.voidIds().isEmpty()) {
            return position;
        }
        Map<String, Object> extended = new LinkedHashMap<>(position);
        extended.put(VOID_IDS, trade.voidIds());
        return extended;
    }

    static Map<String, Object> ticker(String last, long timeEpochNs) {
        return Map.of(LAST, last, TIME, timeEpochNs);
    }

    /** A number of a stored offset, which the worker may read back with another width; null if it has none. */
    public static @Nullable Long number(@Nullable Map<String, Object> offset, String field) {
        return offset != null && offset.get(field) instanceof Number value ? (Long) value.longValue() : null;
    }

    /** A text of a stored offset; null if it has none. */
    public static @Nullable String text(@Nullable Map<String, Object> offset, String field) {
        return offset != null && offset.get(field) instanceof String value ? value : null;
    }

    /** A decimal of a stored offset; null if it has none. */
    public static @Nullable String decimal(@Nullable Map<String, Object> offset, String field) {
        if (offset == null || !(offset.get(field) instanceof String text)) {
            return null;
        }
        try {
            return new BigDecimal(text).toPlainString();
        } catch (NumberFormatException e) {
            // The offset was altered by hand. One ticker has no price to compare with.
            return null;
        }
    }
}
