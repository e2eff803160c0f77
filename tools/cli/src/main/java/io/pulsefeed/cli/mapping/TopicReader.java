package io.pulsefeed.cli.mapping;

import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.BrokerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a sample of a topic, with the same number of records of each partition if possible. Joins no group and commits nothing. */
final class TopicReader {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int PLACES = 10;

    /** Consecutive offsets of a partition. */
    record Range(TopicPartition partition, long start, long end, int records) {}

    private final BrokerOptions brokers;
    private final String topic;
    private final SampleLimits limits;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private long bytes;
    private String end = "";

    TopicReader(BrokerOptions brokers, String topic, SampleLimits limits) {
        this.brokers = brokers;
        this.topic = topic;
        this.limits = limits;
    }

    /** @throws UserError if the topic does not exist, or the brokers do not respond */
    TopicSample read(SamplePosition position) {
        return brokers.withAdmin(CALL_TIMEOUT, admin -> read(admin, position));
    }

    private TopicSample read(KafkaAdmin admin, SamplePosition position) {
        if (!admin.topicNames().contains(topic)) {
            throw new UserError("topic " + topic + " does not exist at " + brokers.bootstrapServer()
                    + ". List the topics with: pulsefeed disk");
        }
        List<TopicPartition> partitions = admin.partitions(List.of(topic)).stream()
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
        Map<TopicPartition, Long> starts = admin.earliestOffsets(partitions);
        Map<TopicPartition, Long> ends = admin.lastStableOffsets(partitions);
        long available = 0;
        for (TopicPartition partition : partitions) {
            available += ends.get(partition) - starts.get(partition);
        }
        int replicas = readRanges(ranges(partitions, starts, ends, position));
        records.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset));
        return new TopicSample(topic, List.copyOf(records), available, partitions.size(), replicas, isCompacted(), end);
    }

    /** Distributes the wanted number of records to partitions and places. */
    private List<Range> ranges(
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends,
            SamplePosition position) {
        List<TopicPartition> smallestFirst = partitions.stream()
                .sorted(Comparator.comparingLong(partition -> ends.get(partition) - starts.get(partition)))
                .toList();
        List<Range> ranges = new ArrayList<>();
        int wanted = limits.records();
        for (int i = 0; i < smallestFirst.size(); i++) {
            TopicPartition partition = smallestFirst.get(i);
            long start = starts.get(partition);
            long end = ends.get(partition);
            int partitionsLeft = smallestFirst.size() - i;
            int share = (int) Math.min(end - start, (wanted + partitionsLeft - 1) / partitionsLeft);
            wanted -= share;
            if (share > 0) {
                ranges.addAll(rangesOf(new Range(partition, start, end, share), position));
            }
        }
        return ranges;
    }

    static List<Range> rangesOf(Range all, SamplePosition position) {
        long length = all.end() - all.start();
        if (position == SamplePosition.BEGINNING || length <= all.records()) {
            return List.of(all);
        }
        if (position == SamplePosition.END) {
            return List.of(new Range(all.partition(), all.end() - all.records(), all.end(), all.records()));
        }
        int places = Math.min(PLACES, all.records());
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            long start = all.start() + length * i / places;
            long end = all.start() + length * (i + 1) / places;
            int share = all.records() * (i + 1) / places - all.records() * i / places;
            // The last place ends with the newest record.
            ranges.add(new Range(all.partition(), i == places - 1 ? end - share : start, end, share));
        }
        return ranges;
    }

    /** @return the replication factor; 1 if it is unknown */
    private int readRanges(List<Range> ranges) {
        Map<String, Object> config = brokers.clientConfig();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        long deadlineMonoNs = System.nanoTime() + limits.time().toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (Range range : ranges) {
                if (end.isEmpty()) {
                    read(consumer, range, deadlineMonoNs);
                }
            }
            return consumer.partitionsFor(topic, CALL_TIMEOUT).stream()
                    .mapToInt(partition -> partition.replicas().length)
                    .max()
                    .orElse(1);
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer, Range range, long deadlineMonoNs) {
        consumer.assign(List.of(range.partition()));
        consumer.seek(range.partition(), range.start());
        int read = 0;
        while (read < range.records() && consumer.position(range.partition()) < range.end()) {
            if (System.nanoTime() > deadlineMonoNs) {
                end = "the time limit of " + limits.time().toSeconds() + " s (--timeout)";
                return;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (read == range.records() || record.offset() >= range.end()) {
                    return;
                }
                bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
                if (bytes > limits.bytes() && !records.isEmpty()) {
                    end = "the limit of " + limits.bytes() + " bytes (--max-bytes)";
                    return;
                }
                records.add(record);
                read++;
            }
        }
    }

    /** False if the settings of the topic cannot be read. */
    private boolean isCompacted() {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(brokers.clientConfig())) {
            String policy = admin.describeConfigs(List.of(resource))
                    .all()
                    .get(CALL_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .get(resource)
                    .get("cleanup.policy")
                    .value();
            return policy.contains("compact");
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
