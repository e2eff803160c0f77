package io.pulsefeed.cli.replay;

import io.pulsefeed.admin.SentLetters;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.output.ProgressBar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The records of a dead letter topic that have not been sent to their original topics yet. Records and what was sent are written in
 * one transaction, so that an interrupted command neither loses nor duplicates a record.
 */
final class DeadLetterQueue {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);

    /**
     * The dead letters to send.
     *
     * @param filter must be found in topic and error message; null for all
     * @param limit largest number to send
     */
    record Selection(@Nullable Pattern filter, long limit) {

        private boolean contains(DeadLetter letter) {
            return filter == null || filter.matcher(letter.description()).find();
        }
    }

    /**
     * Number of records.
     *
     * @param sendable records that were sent, or can be
     * @param unsendable records whose original topic is unknown or deleted
     * @param notSelected records that do not match the filter
     * @param reasons selected records by topic and error message
     */
    record Tally(long sendable, long unsendable, long notSelected, Map<String, Long> reasons) {}

    private final Map<String, Object> clientConfig;
    private final String topic;
    private final String group;
    private final Selection selection;
    private final ProgressBar progress;
    private final Map<TopicPartition, SentLetters> sent = new HashMap<>();
    private final Map<TopicPartition, Long> read = new HashMap<>();
    private final Map<String, Integer> partitionCounts = new HashMap<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private long sendable;
    private long unsendable;
    private long notSelected;

    DeadLetterQueue(Map<String, Object> clientConfig, String topic, Selection selection, ProgressBar progress) {
        this.clientConfig = clientConfig;
        this.topic = topic;
        this.group = SinkSettings.redriveGroup(topic);
        this.selection = selection;
        this.progress = progress;
    }

    /** Reads the records without sending them. */
    Tally count() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return read(consumer, letters -> select(consumer, letters));
        }
    }

    /** Sends the selected records that the topic had at the start. Records that fail again are left for the next run. */
    Tally send() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.initTransactions();
            return read(consumer, letters -> {
                List<DeadLetter> selected = select(consumer, letters);
                if (!selected.isEmpty()) {
                    send(consumer, producer, selected);
                }
            });
        }
    }

    private Tally read(KafkaConsumer<byte[], byte[]> consumer, Consumer<List<DeadLetter>> work) {
        Map<TopicPartition, Long> ends = assignAll(consumer);
        long total = remaining(consumer, ends);
        for (long remaining = total;
                remaining > 0 && sendable < selection.limit();
                remaining = remaining(consumer, ends)) {
            progress.update(total - remaining, total);
            List<DeadLetter> letters = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(POLL)) {
                if (letter.offset() < ends.get(new TopicPartition(letter.topic(), letter.partition()))) {
                    letters.add(new DeadLetter(letter));
                }
            }
            work.accept(letters);
        }
        return new Tally(sendable, unsendable, notSelected, reasons);
    }

    /** The letters to send, and the offsets of all letters that need not be read again. */
    private List<DeadLetter> select(KafkaConsumer<byte[], byte[]> consumer, List<DeadLetter> letters) {
        List<DeadLetter> selected = new ArrayList<>();
        for (DeadLetter letter : letters) {
            SentLetters done = sent.get(letter.partition());
            // Offsets without a record: deleted letters and transaction markers.
            done.add(read.get(letter.partition()), letter.offset() - 1);
            read.put(letter.partition(), letter.offset() + 1);
            if (done.contains(letter.offset()) || sendable >= selection.limit()) {
                continue;
            }
            if (!selection.contains(letter)) {
                notSelected++;
                continue;
            }
            reasons.merge(letter.kind(), 1L, Long::sum);
            if (letter.originalTopic().isEmpty() || partitionCount(consumer, letter.originalTopic()) == 0) {
                unsendable++;
            } else {
                sendable++;
                done.add(letter.offset(), letter.offset());
                selected.add(letter);
            }
        }
        return selected;
    }

    private void send(
            KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer, List<DeadLetter> selected) {
        if (!sent.values().stream().allMatch(SentLetters::isCommittable)) {
            throw new UserError(
                    "the dead letters that match are too scattered to remember which of them were sent. Those before "
                            + "the current position were sent. Send the others with a wider --filter, or without one.");
        }
        producer.beginTransaction();
        selected.forEach(letter -> producer.send(letter.original(partitionCount(consumer, letter.originalTopic()))));
        producer.sendOffsetsToTransaction(
                sent.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, partition -> partition
                        .getValue()
                        .committable())),
                consumer.groupMetadata());
        producer.commitTransaction();
    }

    /** 0 if the topic does not exist. */
    private int partitionCount(KafkaConsumer<byte[], byte[]> consumer, String name) {
        return partitionCounts.computeIfAbsent(name, n -> {
            var partitions = consumer.listTopics(CALL_TIMEOUT).get(n);
            return partitions == null ? 0 : partitions.size();
        });
    }

    /** Starts each partition at its first letter that has not been sent. */
    private Map<TopicPartition, Long> assignAll(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> all = consumer.partitionsFor(topic, CALL_TIMEOUT).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(all);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(all, CALL_TIMEOUT);
        consumer.committed(new HashSet<>(all), CALL_TIMEOUT).forEach((partition, committed) -> {
            if (committed != null) {
                sent.put(partition, SentLetters.parse(committed));
            }
        });
        all.forEach(partition -> {
            SentLetters done = sent.computeIfAbsent(partition, p -> SentLetters.from(starts.get(p)));
            read.put(partition, done.open());
            consumer.seek(partition, Math.max(done.open(), starts.get(partition)));
        });
        return consumer.endOffsets(all, CALL_TIMEOUT);
    }

    /** Offsets between the consumer's position and {@code ends}. */
    private static long remaining(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
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
