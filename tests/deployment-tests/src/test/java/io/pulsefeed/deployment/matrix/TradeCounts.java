package io.pulsefeed.deployment.matrix;

import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Compares the trades in the topic and in the table with those that the simulated exchange emitted. */
final class TradeCounts {

    private static final String TOPIC = "rawtrade";
    private static final String ID_HEADER = "kraken.trade_id";

    private final KrakenSimulator exchange;
    private final String bootstrapServers;
    private final TestDatabase database;

    TradeCounts(KrakenSimulator exchange, String bootstrapServers, TestDatabase database) {
        this.exchange = exchange;
        this.bootstrapServers = bootstrapServers;
        this.database = database;
    }

    /**
     * How the stored trades of one place differ from the emitted ones.
     *
     * @param lost emitted, but not stored
     * @param doubled stored more often than once, counted without the first
     */
    record Difference(long emitted, long lost, long doubled) {

        private static Difference of(Set<String> emitted, List<String> stored) {
            Set<String> distinct = new HashSet<>(stored);
            long missing = emitted.stream().filter(id -> !distinct.contains(id)).count();
            return new Difference(emitted.size(), missing, stored.size() - distinct.size());
        }
    }

    long rows() {
        return database.count("SELECT count(*) FROM trade_data");
    }

    Difference inTopic() {
        return Difference.of(emitted(), committed());
    }

    Difference inTable() {
        return Difference.of(emitted(), database.rows("SELECT pair || ' ' || trade_id FROM trade_data"));
    }

    /** Pair and id of each trade, with the pairs as in records. */
    private Set<String> emitted() {
        Set<String> ids = new HashSet<>();
        for (String symbol : exchange.pairs()) {
            String pair = symbol.replace("BTC", "XBT").replace("DOGE", "XDG");
            for (Trade trade : exchange.log(symbol)) {
                ids.add(pair + " " + trade.id());
            }
        }
        return ids;
    }

    private List<String> committed() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<String> ids = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(trade -> ids.add(trade.key() + " " + id(trade)));
            }
            return ids;
        }
    }

    private static String id(ConsumerRecord<String, byte[]> trade) {
        return new String(trade.headers().lastHeader(ID_HEADER).value(), StandardCharsets.UTF_8);
    }
}
