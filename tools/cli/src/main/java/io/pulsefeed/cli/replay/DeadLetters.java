package io.pulsefeed.cli.replay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The records of a dead letter topic that were not sent again yet. What is sent and how far it is sent go into one transaction, so
 * that a killed command neither loses nor doubles a record.
 */
final class DeadLetters {

    private static final String CONTEXT = "__connect.errors.";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration REACH = Duration.ofSeconds(15);
    private static final int REASON_AT_MOST = 160;

    /**
     * @param good letters that can be sent, or were
     * @param left letters that cannot
     * @param reasons how many there are of each topic and cause
     */
    record Tally(long good, long left, Map<String, Long> reasons) {}

    private final Map<String, Object> client;
    private final String topic;
    private final String group;
    private final Map<String, Integer> partitionCounts = new HashMap<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private long good;
    private long left;

    DeadLetters(Map<String, Object> client, String topic) {
        this.client = client;
        this.topic = topic;
        this.group = "pulsefeed-redrive-" + topic;
    }

    /** Reads without sending. */
    Tally count() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Map<TopicPartition, Long> ends = begin(consumer);
            while (isBefore(consumer, ends)) {
                before(consumer.poll(POLL), ends).forEach(letter -> tally(consumer, letter));
            }
            return new Tally(good, left, reasons);
        }
    }

    /** Sends each letter that was there when it began. A letter that fails again while this runs waits for the next time. */
    Tally send() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.initTransactions();
            Map<TopicPartition, Long> ends = begin(consumer);
            while (isBefore(consumer, ends)) {
                List<ConsumerRecord<byte[], byte[]>> letters = before(consumer.poll(POLL), ends);
                if (!letters.isEmpty()) {
                    sendAll(consumer, producer, letters);
                }
            }
            return new Tally(good, left, reasons);
        }
    }

    private void sendAll(
            KafkaConsumer<byte[], byte[]> consumer,
            KafkaProducer<byte[], byte[]> producer,
            List<ConsumerRecord<byte[], byte[]>> letters) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        producer.beginTransaction();
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            if (tally(consumer, letter)) {
                producer.send(original(consumer, letter));
            }
            positions.put(
                    new TopicPartition(letter.topic(), letter.partition()), new OffsetAndMetadata(letter.offset() + 1));
        }
        producer.sendOffsetsToTransaction(positions, consumer.groupMetadata());
        producer.commitTransaction();
    }

    /** As it was in its topic: same key, value, time and partition, its own headers without those of Connect. */
    private ProducerRecord<byte[], byte[]> original(
            KafkaConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> letter) {
        String target = text(letter.headers(), CONTEXT + "topic");
        String partition = text(letter.headers(), CONTEXT + "partition");
        boolean known = !partition.isEmpty() && Integer.parseInt(partition) < partitions(consumer, target);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                target, known ? Integer.valueOf(partition) : null, letter.timestamp(), letter.key(), letter.value());
        for (Header header : letter.headers()) {
            if (!header.key().startsWith(CONTEXT)) {
                record.headers().add(header);
            }
        }
        return record;
    }

    /** @return whether it can be sent */
    private boolean tally(KafkaConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> letter) {
        String origin = text(letter.headers(), CONTEXT + "topic");
        boolean sendable = !origin.isEmpty() && partitions(consumer, origin) > 0;
        if (sendable) {
            good++;
        } else {
            left++;
        }
        String reason = text(letter.headers(), CONTEXT + "exception.message");
        String cut = reason.length() > REASON_AT_MOST ? reason.substring(0, REASON_AT_MOST) + "..." : reason;
        reasons.merge((origin.isEmpty() ? "unknown topic" : origin) + ": " + cut, 1L, Long::sum);
        return sendable;
    }

    /** 0 for a topic that is not there. */
    private int partitions(KafkaConsumer<byte[], byte[]> consumer, String name) {
        return partitionCounts.computeIfAbsent(name, n -> {
            var partitions = consumer.listTopics(REACH).get(n);
            return partitions == null ? 0 : partitions.size();
        });
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private Map<TopicPartition, Long> begin(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> all = consumer.partitionsFor(topic, REACH).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(all);
        return consumer.endOffsets(all, REACH);
    }

    private static boolean isBefore(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private static List<ConsumerRecord<byte[], byte[]>> before(
            ConsumerRecords<byte[], byte[]> batch, Map<TopicPartition, Long> ends) {
        List<ConsumerRecord<byte[], byte[]>> letters = new java.util.ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> letter : batch) {
            if (letter.offset() < ends.get(new TopicPartition(letter.topic(), letter.partition()))) {
                letters.add(letter);
            }
        }
        return letters;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
