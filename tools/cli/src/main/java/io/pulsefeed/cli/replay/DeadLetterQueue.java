package io.pulsefeed.cli.replay;

import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.cli.output.ProgressBar;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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
 * The records of a dead letter topic that have not been sent to their original topics yet. Records and consumer offsets are written in one
 * transaction, so that an interrupted command neither loses nor duplicates a record.
 */
final class DeadLetterQueue {

    private static final String CONTEXT_PREFIX = "__connect.errors.";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);
    private static final int MAX_REASON_LENGTH = 160;

    /**
     * Number of records.
     *
     * @param sendable records that were sent, or can be
     * @param unsendable records whose original topic is unknown or deleted
     * @param reasons records by topic and error message
     */
    record Tally(long sendable, long unsendable, Map<String, Long> reasons) {}

    private final Map<String, Object> clientConfig;
    private final String topic;
    private final String group;
    private final ProgressBar progress;
    private final Map<String, Integer> partitionCounts = new HashMap<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private long sendable;
    private long unsendable;

    DeadLetterQueue(Map<String, Object> clientConfig, String topic, ProgressBar progress) {
        this.clientConfig = clientConfig;
        this.topic = topic;
        this.group = SinkSettings.redriveGroup(topic);
        this.progress = progress;
    }

    /** Reads the records without sending them. */
    Tally count() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Map<TopicPartition, Long> ends = assignAll(consumer);
            long total = remaining(consumer, ends);
            for (long remaining = total; remaining > 0; remaining = remaining(consumer, ends)) {
                progress.update(total - remaining, total);
                before(consumer.poll(POLL), ends).forEach(letter -> tally(consumer, letter));
            }
            return new Tally(sendable, unsendable, reasons);
        }
    }

    /** Sends all records that the topic had at the start. Records that fail again are left for the next run. */
    Tally send() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.initTransactions();
            Map<TopicPartition, Long> ends = assignAll(consumer);
            long total = remaining(consumer, ends);
            for (long remaining = total; remaining > 0; remaining = remaining(consumer, ends)) {
                progress.update(total - remaining, total);
                List<ConsumerRecord<byte[], byte[]>> letters = before(consumer.poll(POLL), ends);
                if (!letters.isEmpty()) {
                    sendAll(consumer, producer, letters);
                }
            }
            return new Tally(sendable, unsendable, reasons);
        }
    }

    private void sendAll(
            KafkaConsumer<byte[], byte[]> consumer,
            KafkaProducer<byte[], byte[]> producer,
            List<ConsumerRecord<byte[], byte[]>> letters) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        producer.beginTransaction();
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            if (tally(consumer, letter)) {
                producer.send(original(consumer, letter));
            }
            offsets.put(
                    new TopicPartition(letter.topic(), letter.partition()), new OffsetAndMetadata(letter.offset() + 1));
        }
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
    }

    /** The original record: same key, value, timestamp and partition, without the headers that Connect added. */
    private ProducerRecord<byte[], byte[]> original(
            KafkaConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> letter) {
        String target = text(letter.headers(), CONTEXT_PREFIX + "topic");
        String partition = text(letter.headers(), CONTEXT_PREFIX + "partition");
        boolean exists = !partition.isEmpty() && Integer.parseInt(partition) < partitionCount(consumer, target);
        ProducerRecord<byte[], byte[]> original = new ProducerRecord<>(
                target, exists ? Integer.valueOf(partition) : null, letter.timestamp(), letter.key(), letter.value());
        for (Header header : letter.headers()) {
            if (!header.key().startsWith(CONTEXT_PREFIX)) {
                original.headers().add(header);
            }
        }
        return original;
    }

    /** @return whether the record can be sent */
    private boolean tally(KafkaConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> letter) {
        String origin = text(letter.headers(), CONTEXT_PREFIX + "topic");
        boolean isSendable = !origin.isEmpty() && partitionCount(consumer, origin) > 0;
        if (isSendable) {
            sendable++;
        } else {
            unsendable++;
        }
        String reason = text(letter.headers(), CONTEXT_PREFIX + "exception.message");
        String shortened =
                reason.length() > MAX_REASON_LENGTH ? reason.substring(0, MAX_REASON_LENGTH) + "..." : reason;
        reasons.merge((origin.isEmpty() ? "unknown topic" : origin) + ": " + shortened, 1L, Long::sum);
        return isSendable;
    }

    /** 0 if the topic does not exist. */
    private int partitionCount(KafkaConsumer<byte[], byte[]> consumer, String name) {
        return partitionCounts.computeIfAbsent(name, n -> {
            var partitions = consumer.listTopics(CALL_TIMEOUT).get(n);
            return partitions == null ? 0 : partitions.size();
        });
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private Map<TopicPartition, Long> assignAll(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> all = consumer.partitionsFor(topic, CALL_TIMEOUT).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(all);
        return consumer.endOffsets(all, CALL_TIMEOUT);
    }

    /** Offsets between the consumer's position and {@code ends}. */
    private static long remaining(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    private static List<ConsumerRecord<byte[], byte[]>> before(
            ConsumerRecords<byte[], byte[]> batch, Map<TopicPartition, Long> ends) {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> letter : batch) {
            if (letter.offset() < ends.get(new TopicPartition(letter.topic(), letter.partition()))) {
                letters.add(letter);
            }
        }
        return letters;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> config = new HashMap<>(clientConfig);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> config = new HashMap<>(clientConfig);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
