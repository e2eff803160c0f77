package io.pulsefeed.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The same trades in two formats: as the Kraken source writes them, and in the schema envelope that the peers need. Prices vary;
 * the ids of each pair are contiguous.
 */
final class TradeLoad {

    static final List<String> PAIRS = List.of("XBT/USD", "ETH/USD", "SOL/USD", "ADA/USD", "DOT/USD", "LINK/USD");

    private static final long FIRST_MILLIS = 1_783_465_200_000L;
    private static final String SCHEMA = "{\"schema\":{\"type\":\"struct\",\"optional\":false,\"fields\":["
            + "{\"field\":\"pair\",\"type\":\"string\",\"optional\":false},"
            + "{\"field\":\"price\",\"type\":\"double\",\"optional\":false},"
            + "{\"field\":\"volume\",\"type\":\"double\",\"optional\":false},"
            + "{\"field\":\"timestamp\",\"type\":\"int64\",\"optional\":false,\"name\":\"org.apache.kafka.connect.data.Timestamp\"},"
            + "{\"field\":\"side\",\"type\":\"string\",\"optional\":false},"
            + "{\"field\":\"trade_id\",\"type\":\"int64\",\"optional\":false}]},\"payload\":";

    private final String bootstrapServers;
    private final int count;

    TradeLoad(String bootstrapServers, int count) {
        this.bootstrapServers = bootstrapServers;
        this.count = count;
    }

    int count() {
        return count;
    }

    /** Trade {@code i} as the Kraken source writes it; the id is in a header. */
    static String plain(int i) {
        long millis = FIRST_MILLIS + i;
        return "{\"pair\":\"" + pair(i) + "\",\"price\":" + price(i) + ",\"volume\":0." + volumeDigits(i)
                + ",\"timestamp\":" + millis / 1000 + "." + String.format("%03d", millis % 1000) + ",\"side\":\""
                + side(i) + "\"}";
    }

    private static String enveloped(int i) {
        return SCHEMA + "{\"pair\":\"" + pair(i) + "\",\"price\":" + price(i) + ",\"volume\":0." + volumeDigits(i)
                + ",\"timestamp\":" + (FIRST_MILLIS + i) + ",\"side\":\"" + side(i) + "\",\"trade_id\":" + id(i) + "}}";
    }

    static String pair(int i) {
        return PAIRS.get(i % PAIRS.size());
    }

    static long id(int i) {
        return 61_000_000L + i / PAIRS.size();
    }

    static double price(int i) {
        return Math.rint((60_000 + 500 * Math.sin(i / 9_000.0)) * 10) / 10;
    }

    static double volume(int i) {
        return Double.parseDouble("0." + volumeDigits(i));
    }

    static long epochMicros(int i) {
        return (FIRST_MILLIS + i) * 1000;
    }

    static String side(int i) {
        return (i * 7 & 4) == 0 ? "b" : "s";
    }

    private static int volumeDigits(int i) {
        return 10_000_000 + (int) ((i * 2_654_435_761L & 0x7fff_ffff) % 89_999_999);
    }

    void produce(String topic, boolean envelope) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.LINGER_MS_CONFIG, "20",
                        ProducerConfig.BATCH_SIZE_CONFIG, "262144",
                        ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                String value = envelope ? enveloped(i) : plain(i);
                ProducerRecord<byte[], byte[]> trade = new ProducerRecord<>(topic, bytes(pair(i)), bytes(value));
                if (!envelope) {
                    trade.headers().add("kraken.trade_id", bytes(Long.toString(id(i))));
                }
                producer.send(trade, (metadata, problem) -> {
                    if (problem != null) {
                        failure.set(problem);
                    }
                });
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("cannot write to topic " + topic, failure.get());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
