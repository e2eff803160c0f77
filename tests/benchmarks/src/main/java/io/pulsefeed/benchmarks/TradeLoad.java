package io.pulsefeed.benchmarks;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The same trades in several formats. Prices vary; the ids of each pair are contiguous.
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

    /** How a trade is written as a record. */
    enum Format {
        /** As the Kraken source writes it: the time is a number of seconds. */
        PLAIN,
        /** The time is ISO 8601 text. */
        ISO,
        /** With the time of receipt in a header, as the shipped sources write it. */
        RECEIVED,
        /** With a schema, as the peers need it. */
        ENVELOPED
    }

    private final String bootstrapServers;
    private final int count;

    TradeLoad(String bootstrapServers, int count) {
        this.bootstrapServers = bootstrapServers;
        this.count = count;
    }

    /** Trade {@code i} without its id, which is in a header. */
    static String plain(int i) {
        return plain(i, seconds(FIRST_MILLIS + i));
    }

    private static String iso(int i) {
        return plain(i, '"' + Instant.ofEpochMilli(FIRST_MILLIS + i).toString() + '"');
    }

    private static String plain(int i, String time) {
        return "{\"pair\":\"" + pair(i) + "\",\"price\":" + price(i) + ",\"volume\":0." + volumeDigits(i)
                + ",\"timestamp\":" + time + ",\"side\":\"" + side(i) + "\"}";
    }

    /** The JSON number of seconds. */
    static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
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

    /** Distributes the trades over the partitions of the topic in turn. */
    void produce(String topic, Format format, int partitions) {
        try (BenchProducer producer = new BenchProducer(bootstrapServers, topic, 20)) {
            for (int i = 0; i < count; i++) {
                producer.send(record(topic, format, i, i % partitions));
            }
        }
    }

    /** Trade {@code i} as a record. */
    static ProducerRecord<byte[], byte[]> record(String topic, Format format, int i, int partition) {
        String value =
                switch (format) {
                    case PLAIN, RECEIVED -> plain(i);
                    case ISO -> iso(i);
                    case ENVELOPED -> enveloped(i);
                };
        ProducerRecord<byte[], byte[]> trade = new ProducerRecord<>(topic, partition, bytes(pair(i)), bytes(value));
        if (format != Format.ENVELOPED) {
            trade.headers().add("kraken.trade_id", bytes(Long.toString(id(i))));
        }
        if (format == Format.RECEIVED) {
            trade.headers().add("recv_ns", bytes(Long.toString((FIRST_MILLIS + i) * 1_000_000 + 1)));
        }
        return trade;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
