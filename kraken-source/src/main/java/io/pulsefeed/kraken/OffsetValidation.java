package io.pulsefeed.kraken;

import io.pulsefeed.kraken.record.Offsets;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Validates the offsets of an alter-offsets request, so that a mistake fails the request and not the next start. */
final class OffsetValidation {

    private static final List<String> CHANNELS = List.of("trade", "ticker", "backfill");

    private OffsetValidation() {}

    /**
     * @param offsets source partition to offset; a null offset is a reset, which is valid for any partition
     * @throws ConnectException naming the invalid field and the expected value
     */
    static void check(Map<Map<String, ?>, Map<String, ?>> offsets) {
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                checkPartition(partition);
                checkOffset(partition, offset);
            }
        });
    }

    private static void checkPartition(@Nullable Map<String, ?> partition) {
        if (partition == null) {
            throw new ConnectException("A source partition is missing. Expected " + example());
        }
        if (!Offsets.KRAKEN.equals(partition.get(Offsets.VENUE))) {
            throw invalid("partition", partition, Offsets.VENUE, "the text kraken");
        }
        if (!CHANNELS.contains(partition.get(Offsets.CHANNEL))) {
            throw invalid("partition", partition, Offsets.CHANNEL, "one of " + String.join(", ", CHANNELS));
        }
        if (!(partition.get(Offsets.PAIR) instanceof String pair) || !isPair(pair)) {
            throw invalid("partition", partition, Offsets.PAIR, "a pair such as XBT/USD");
        }
    }

    private static void checkOffset(Map<String, ?> partition, Map<String, ?> offset) {
        if (Channel.TICKER.text().equals(partition.get(Offsets.CHANNEL))) {
            if (!(offset.get(Offsets.LAST) instanceof String last) || !isDecimal(last)) {
                throw invalid("offset", offset, Offsets.LAST, "a price as text, such as \"83744.3\"");
            }
        } else {
            Object id = offset.get(Offsets.TRADE_ID);
            if (id != null && !isPositiveInteger(id)) {
                throw invalid(
                        "offset", offset, Offsets.TRADE_ID, "the id of the last trade that is not to be sent again");
            }
        }
        if (!isPositiveInteger(offset.get(Offsets.TIME))) {
            throw invalid("offset", offset, Offsets.TIME, "the time of that trade in nanoseconds since 1970");
        }
    }

    private static boolean isPair(String text) {
        try {
            Pair.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isDecimal(String text) {
        try {
            new BigDecimal(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isPositiveInteger(@Nullable Object value) {
        return (value instanceof Long || value instanceof Integer) && ((Number) value).longValue() > 0;
    }

    private static ConnectException invalid(String what, Map<String, ?> map, String field, String expected) {
        return new ConnectException("The " + what + " " + map + " has '" + field + "' = " + map.get(field)
                + ", but it must be " + expected + ". Expected " + example());
    }

    private static String example() {
        return "{\"venue\":\"kraken\",\"channel\":\"trade\",\"pair\":\"XBT/USD\"} with an offset such as"
                + " {\"trade_id\":109116693,\"ts_ns\":1790358506844359000}.";
    }
}
