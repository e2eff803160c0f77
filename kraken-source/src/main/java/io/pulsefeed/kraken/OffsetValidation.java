package io.pulsefeed.kraken;

import io.pulsefeed.commons.accounts.SourceAccounts;
import io.pulsefeed.commons.offset.OffsetFields;
import io.pulsefeed.kraken.record.Offsets;
import io.pulsefeed.kraken.wire.Decimals;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Validates the offsets of an alter-offsets request, so that a mistake fails the request and not the next start. */
final class OffsetValidation {

    /** Kraken had no trades before. */
    private static final long EARLIEST_EPOCH_NS = Timestamps.epochNanos(Instant.parse("2011-01-01T00:00:00Z"));

    /** A lower number is a time in seconds, milliseconds or microseconds. */
    private static final long EARLIEST_NANOSECONDS = 100_000_000_000_000_000L;

    /** Ids that were skipped as unused and may still arrive. */
    private static final String VOID_IDS = "void_ids";

    private static final Duration MAX_AHEAD = Duration.ofHours(1);
    private static final String NANOSECONDS = " in nanoseconds since 1970, between 2011 and now";

    private static final String TRADE =
            "{\"venue\":\"kraken\",\"channel\":\"trade\",\"pair\":\"XBT/USD\"} with the offset"
                    + " {\"trade_id\":109116693,\"ts_ns\":1790358506844359000}";
    private static final String TICKER =
            "{\"venue\":\"kraken\",\"channel\":\"ticker\",\"pair\":\"XBT/USD\"} with the offset"
                    + " {\"last\":\"83744.3\",\"ts_ns\":1790358506844359000}";
    private static final String BACKFILL = "{\"venue\":\"kraken\",\"channel\":\"backfill\",\"pair\":\"XBT/USD\","
            + "\"from_ns\":1704067200000000000,\"to_ns\":1704153600000000000} with the offset"
            + " {\"trade_id\":65000000,\"ts_ns\":1704070000000000000}";

    private static final String ACCOUNT = "{\"accounts\":\"XBT/USD\"} with an offset that GET has returned";

    private final long latestEpochNs;

    private OffsetValidation(Instant now) {
        this.latestEpochNs = Timestamps.epochNanos(now.plus(MAX_AHEAD));
    }

    /**
     * @param offsets source partition to offset; a null offset is a reset, which is valid for any partition
     * @throws ConnectException naming the invalid field and the accepted form
     */
    static void check(Map<Map<String, ?>, Map<String, ?>> offsets, Instant now) {
        OffsetValidation validation = new OffsetValidation(now);
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                validation.check(partition, offset);
            }
        });
    }

    private void check(@Nullable Map<String, ?> partition, Map<String, ?> offset) {
        if (partition != null && partition.containsKey(Offsets.ACCOUNTS)) {
            new OffsetFields("partition", partition, ACCOUNT).requireOnly(Set.of(Offsets.ACCOUNTS));
            new OffsetFields("offset", offset, ACCOUNT).requireOnly(Set.of(SourceAccounts.STATE));
            return;
        }
        Object channel = partition == null ? null : partition.get(Offsets.CHANNEL);
        if ("ticker".equals(channel)) {
            checkLive(new OffsetFields("partition", partition, TICKER));
            checkTicker(new OffsetFields("offset", offset, TICKER));
        } else if ("backfill".equals(channel)) {
            checkBackfill(
                    new OffsetFields("partition", partition, BACKFILL), new OffsetFields("offset", offset, BACKFILL));
        } else {
            OffsetFields fields = new OffsetFields("partition", partition, TRADE);
            if (!"trade".equals(channel)) {
                throw fields.invalid(Offsets.CHANNEL, "one of trade, ticker, backfill");
            }
            checkLive(fields);
            checkTrade(new OffsetFields("offset", offset, TRADE));
        }
    }

    private static void checkLive(OffsetFields partition) {
        partition.requireOnly(Set.of(Offsets.VENUE, Offsets.CHANNEL, Offsets.PAIR));
        checkVenueAndPair(partition);
    }

    private static void checkVenueAndPair(OffsetFields partition) {
        if (!Offsets.KRAKEN.equals(partition.text(Offsets.VENUE, "the text kraken"))) {
            throw partition.invalid(Offsets.VENUE, "the text kraken");
        }
        String pair = partition.text(Offsets.PAIR, "a pair such as XBT/USD");
        String canonical = canonical(pair);
        if (canonical == null) {
            throw partition.invalid(Offsets.PAIR, "a pair such as XBT/USD");
        }
        if (!canonical.equals(pair)) {
            throw partition.invalid(Offsets.PAIR, canonical + ", the spelling of this pair in source offsets");
        }
    }

    private static @Nullable String canonical(String pair) {
        try {
            return Pair.parse(pair).name();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void checkTrade(OffsetFields offset) {
        offset.requireOnly(Set.of(Offsets.TRADE_ID, Offsets.TIME, VOID_IDS));
        if (offset.has(VOID_IDS)) {
            offset.text(VOID_IDS, "the text that GET returns");
        }
        if (offset.has(Offsets.TRADE_ID)) {
            checkTradeId(offset);
        }
        checkTime(offset);
    }

    private static void checkTradeId(OffsetFields offset) {
        offset.integer(Offsets.TRADE_ID, 1, Long.MAX_VALUE, "the id of the last trade that is not to be sent again");
    }

    private long checkTime(OffsetFields offset) {
        return offset.integer(Offsets.TIME, EARLIEST_EPOCH_NS, latestEpochNs, "the time of that record" + NANOSECONDS);
    }

    private void checkTicker(OffsetFields offset) {
        offset.requireOnly(Set.of(Offsets.LAST, Offsets.TIME));
        String expected = "a price as text, such as \"83744.3\"";
        if (!Decimals.isPositive(offset.text(Offsets.LAST, expected))) {
            throw offset.invalid(Offsets.LAST, expected);
        }
        checkTime(offset);
    }

    private void checkBackfill(OffsetFields partition, OffsetFields offset) {
        partition.requireOnly(Set.of(Offsets.VENUE, Offsets.CHANNEL, Offsets.PAIR, Offsets.FROM, Offsets.TO));
        checkVenueAndPair(partition);
        String expectedFrom = "the time of backfill.from in nanoseconds since 1970";
        long from = partition.integer(Offsets.FROM, 0, Long.MAX_VALUE - 1, expectedFrom);
        if (from != 0 && from < EARLIEST_NANOSECONDS) {
            throw partition.invalid(Offsets.FROM, expectedFrom);
        }
        long to = partition.integer(
                Offsets.TO,
                Math.max(from + 1, EARLIEST_NANOSECONDS),
                Long.MAX_VALUE,
                "the time of backfill.to in nanoseconds since 1970");
        offset.requireOnly(Set.of(
                Offsets.TRADE_ID,
                Offsets.TIME,
                Offsets.UNTIL_ID,
                Offsets.FIRST_ID,
                Offsets.TRADES,
                Offsets.OUTSIDE,
                Offsets.COMPLETE));
        for (String count : List.of(Offsets.FIRST_ID, Offsets.TRADES, Offsets.OUTSIDE)) {
            if (offset.has(count)) {
                offset.integer(count, 1, Long.MAX_VALUE, "a number that GET has returned; leave it out otherwise");
            }
        }
        if (offset.has(Offsets.COMPLETE)) {
            offset.truth(Offsets.COMPLETE, "true or false");
        }
        checkTradeId(offset);
        long time = checkTime(offset);
        if (time < from || time >= to) {
            throw offset.invalid(Offsets.TIME, "a time between from_ns and to_ns");
        }
        if (offset.has(Offsets.UNTIL_ID)) {
            offset.integer(
                    Offsets.UNTIL_ID, -1, Long.MAX_VALUE, "the id of the first live trade, or -1 while it is unknown");
        }
    }
}
