package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Compares stored trades with the emitted ones: each exactly once, in order, with equal values. */
final class Trades {

    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final int NANOS_PER_MICRO = 1_000;

    private Trades() {}

    /** The values of a trade in a record or a row, with numbers in one notation. */
    private record StoredTrade(long id, double price, double volume, String side, long micros) {

        /** REST sends times as doubles, so a trade fetched after an outage may differ by one microsecond. */
        boolean isSameAs(StoredTrade other) {
            return id == other.id
                    && price == other.price
                    && volume == other.volume
                    && side.equals(other.side)
                    && Math.abs(micros - other.micros) <= 1;
        }

        static StoredTrade of(Trade trade) {
            return new StoredTrade(
                    trade.id(),
                    Double.parseDouble(trade.price()),
                    Double.parseDouble(trade.qty()),
                    trade.isBuy() ? "b" : "s",
                    trade.timestampNs() / NANOS_PER_MICRO);
        }

        static StoredTrade of(ConsumerRecord<String, byte[]> record) {
            try {
                JsonNode value = JSON.readTree(record.value());
                return new StoredTrade(
                        Long.parseLong(Topic.header(record, "kraken.trade_id")),
                        value.get("price").doubleValue(),
                        value.get("volume").doubleValue(),
                        value.get("side").asText(),
                        value.get("timestamp")
                                .decimalValue()
                                .multiply(BigDecimal.valueOf(1_000_000))
                                .longValueExact());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        static StoredTrade of(List<String> row) {
            return new StoredTrade(
                    Long.parseLong(row.get(1)),
                    Double.parseDouble(row.get(2)),
                    Double.parseDouble(row.get(3)),
                    row.get(4),
                    Long.parseLong(row.get(5)));
        }
    }

    /** Compares the order of records as well. */
    static void assertTopicContains(Map<String, List<Trade>> emitted, List<ConsumerRecord<String, byte[]>> records) {
        Map<String, List<StoredTrade>> stored = new TreeMap<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            stored.computeIfAbsent(record.key(), pair -> new ArrayList<>()).add(StoredTrade.of(record));
        }
        assertSame(emitted, stored, "topic");
    }

    static void assertTableContains(Map<String, List<Trade>> emitted, Tables tables) {
        Map<String, List<StoredTrade>> rows = new TreeMap<>();
        tables.rows("SELECT pair, trade_id, price, volume, side, (extract(epoch FROM timestamp) * 1000000)::bigint"
                        + " FROM trade_data ORDER BY pair, trade_id, timestamp")
                .forEach(row -> rows.computeIfAbsent(row.get(0), pair -> new ArrayList<>())
                        .add(StoredTrade.of(row)));
        assertSame(emitted, rows, "table");
    }

    /** Compares counts first, because a diff of 100,000 elements is unreadable. */
    private static void assertSame(
            Map<String, List<Trade>> emitted, Map<String, List<StoredTrade>> stored, String where) {
        assertThat(stored.keySet()).as("pairs in the " + where).isEqualTo(emitted.keySet());
        emitted.forEach((pair, trades) -> {
            List<StoredTrade> expected = trades.stream().map(StoredTrade::of).toList();
            List<StoredTrade> actual = stored.get(pair);
            long distinct =
                    actual.stream().mapToLong(StoredTrade::id).distinct().count();
            assertThat(actual.size() - distinct)
                    .as("duplicated trades of " + pair + " in the " + where)
                    .isZero();
            assertThat(expected.size() - distinct)
                    .as("lost trades of " + pair + " in the " + where)
                    .isZero();
            for (int i = 0; i < expected.size(); i++) {
                assertThat(actual.get(i).isSameAs(expected.get(i)))
                        .as("%s trade %d in the %s: %s instead of %s", pair, i, where, actual.get(i), expected.get(i))
                        .isTrue();
            }
        });
    }
}
