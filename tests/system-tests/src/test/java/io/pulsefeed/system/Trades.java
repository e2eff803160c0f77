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

/** Compares what arrived with what the exchange did: every trade, once, in order, with its values. */
final class Trades {

    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final int NANOS_PER_MICRO = 1_000;

    private Trades() {}

    /** A trade as it stands in a record or a row, numbers in one notation. */
    private record Seen(long id, double price, double volume, String side, long micros) {

        /** Through REST a time is a double: a trade fetched after an outage may be a microsecond beside the live one. */
        boolean isSameAs(Seen other) {
            return id == other.id
                    && price == other.price
                    && volume == other.volume
                    && side.equals(other.side)
                    && Math.abs(micros - other.micros) <= 1;
        }

        static Seen of(Trade trade) {
            return new Seen(
                    trade.id(),
                    Double.parseDouble(trade.price()),
                    Double.parseDouble(trade.qty()),
                    trade.isBuy() ? "b" : "s",
                    trade.timestampNs() / NANOS_PER_MICRO);
        }

        static Seen of(ConsumerRecord<String, byte[]> record) {
            try {
                JsonNode value = JSON.readTree(record.value());
                return new Seen(
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

        static Seen of(List<String> row) {
            return new Seen(
                    Long.parseLong(row.get(1)),
                    Double.parseDouble(row.get(2)),
                    Double.parseDouble(row.get(3)),
                    row.get(4),
                    Long.parseLong(row.get(5)));
        }
    }

    /** In the topic the order of records is compared as well. */
    static void assertTopicHolds(Map<String, List<Trade>> truth, List<ConsumerRecord<String, byte[]>> records) {
        Map<String, List<Seen>> arrived = new TreeMap<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            arrived.computeIfAbsent(record.key(), pair -> new ArrayList<>()).add(Seen.of(record));
        }
        assertSame(truth, arrived, "topic");
    }

    static void assertTableHolds(Map<String, List<Trade>> truth, Tables tables) {
        Map<String, List<Seen>> rows = new TreeMap<>();
        tables.rows("SELECT pair, trade_id, price, volume, side, (extract(epoch FROM timestamp) * 1000000)::bigint"
                        + " FROM trade_data ORDER BY pair, trade_id, timestamp")
                .forEach(row -> rows.computeIfAbsent(row.get(0), pair -> new ArrayList<>())
                        .add(Seen.of(row)));
        assertSame(truth, rows, "table");
    }

    /** Counts first: a hundred thousand elements side by side tell nobody anything. */
    private static void assertSame(Map<String, List<Trade>> truth, Map<String, List<Seen>> arrived, String where) {
        assertThat(arrived.keySet()).as("pairs in the " + where).isEqualTo(truth.keySet());
        truth.forEach((pair, trades) -> {
            List<Seen> expected = trades.stream().map(Seen::of).toList();
            List<Seen> actual = arrived.get(pair);
            long distinct = actual.stream().mapToLong(Seen::id).distinct().count();
            assertThat(actual.size() - distinct)
                    .as("duplicates of " + pair + " in the " + where)
                    .isZero();
            assertThat(expected.size() - distinct)
                    .as("lost of " + pair + " in the " + where)
                    .isZero();
            for (int i = 0; i < expected.size(); i++) {
                assertThat(actual.get(i).isSameAs(expected.get(i)))
                        .as("%s number %d in the %s: %s for %s", pair, i, where, actual.get(i), expected.get(i))
                        .isTrue();
            }
        });
    }
}
