package io.pulsefeed.console.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads the topics of the page from a recent point on, without a consumer group: it commits nothing, and brokers do not see it as lag.
 * Reconnects by itself. One thread.
 */
public final class TopicReader implements Feed {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
    private static final long TOPICS_CHECK_NS = TimeUnit.SECONDS.toNanos(30);

    /** How far back a topic is read: by time, but at most a number of records per partition. */
    private record Backlog(Duration age, long records) {}

    private final Map<String, Object> settings;
    private final Map<String, Backlog> backlogs;
    private final Consumer<ConsumerRecord<String, byte[]>> records;
    private final Runnable afterPoll;
    private final Thread thread;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    /** The next offset to read: after a failure, the new consumer continues there. Used by the thread only. */
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    private volatile boolean closed;

    private TopicReader(
            Map<String, Object> settings,
            Map<String, Backlog> backlogs,
            Consumer<ConsumerRecord<String, byte[]>> records,
            Runnable afterPoll) {
        this.settings = settings;
        this.backlogs = backlogs;
        this.records = records;
        this.afterPoll = afterPoll;
        this.thread = new Thread(this::run, "console-reader");
        thread.setDaemon(true);
    }

    /**
     * Starts reading on a new thread.
     *
     * @param client settings of the Kafka client, at least {@code bootstrap.servers}
     * @param afterPoll called on the same thread after each poll
     */
    public static TopicReader start(
            Map<String, Object> client,
            FeedTopics topics,
            Consumer<ConsumerRecord<String, byte[]>> records,
            Runnable afterPoll) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(4 << 20));
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(1 << 20));
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
        Duration month = Duration.ofDays(30);
        Map<String, Backlog> backlogs = Map.of(
                topics.trade(), new Backlog(Duration.ofHours(1), 300_000),
                topics.ticker(), new Backlog(Duration.ofMinutes(10), 600),
                topics.alert(), new Backlog(month, 200),
                topics.bookTop(), new Backlog(Duration.ofMinutes(1), 600),
                topics.article(), new Backlog(month, 200),
                topics.raw(), new Backlog(Duration.ofSeconds(25), 10_000),
                topics.processed(), new Backlog(Duration.ofMinutes(10), 20_000));
        TopicReader reader = new TopicReader(settings, backlogs, records, afterPoll);
        reader.thread.start();
        return reader;
    }

    @Override
    public boolean isCaughtUp() {
        return caughtUp.getCount() == 0;
    }

    @Override
    public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
        return caughtUp.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        while (!closed) {
            try (KafkaConsumer<String, byte[]> consumer =
                    new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
                read(consumer);
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (KafkaException e) {
                pause();
            }
        }
    }

    private void read(KafkaConsumer<String, byte[]> consumer) {
        Map<TopicPartition, Long> ends = assign(consumer);
        long checkedMonoNs = System.nanoTime();
        while (!closed) {
            if (ends.isEmpty()) {
                pause();
            } else {
                consumer.poll(POLL).forEach(this::deliver);
            }
            afterPoll.run();
            if (caughtUp.getCount() > 0 && isPast(consumer, ends)) {
                caughtUp.countDown();
            }
            if (ends.isEmpty() || System.nanoTime() - checkedMonoNs > TOPICS_CHECK_NS) {
                checkedMonoNs = System.nanoTime();
                ends = addNewPartitions(consumer, ends);
            }
        }
    }

    private void deliver(ConsumerRecord<String, byte[]> record) {
        positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        records.accept(record);
    }

    private static boolean isPast(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), CALL_LIMIT) >= end.getValue());
    }

    /** @return the offsets up to which the partitions are read before the reader has caught up */
    private Map<TopicPartition, Long> assign(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        consumer.assign(partitions);
        long nowMs = System.currentTimeMillis();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, CALL_LIMIT);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, CALL_LIMIT);
        Map<TopicPartition, Long> since = new HashMap<>();
        partitions.forEach(partition ->
                since.put(partition, nowMs - backlog(partition).age().toMillis()));
        Map<TopicPartition, OffsetAndTimestamp> byTime = consumer.offsetsForTimes(since, CALL_LIMIT);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp found = byTime.get(partition);
            long end = ends.getOrDefault(partition, 0L);
            long first = found == null ? end : found.offset();
            long offset = Math.max(first, end - backlog(partition).records());
            long start = Math.max(offset, beginnings.getOrDefault(partition, 0L));
            consumer.seek(partition, positions.getOrDefault(partition, start));
        }
        return ends;
    }

    private Backlog backlog(TopicPartition partition) {
        return backlogs.get(partition.topic());
    }

    private List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        Map<String, List<PartitionInfo>> existing = consumer.listTopics(CALL_LIMIT);
        for (String topic : backlogs.keySet()) {
            existing.getOrDefault(topic, List.of())
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        return partitions;
    }

    /** A topic or partition that was created meanwhile is read from its start. */
    private Map<TopicPartition, Long> addNewPartitions(
            KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        List<TopicPartition> all = partitions(consumer);
        List<TopicPartition> added = new ArrayList<>(all);
        added.removeAll(consumer.assignment());
        if (!added.isEmpty()) {
            Map<TopicPartition, Long> known = new HashMap<>();
            consumer.assignment().forEach(each -> known.put(each, consumer.position(each, CALL_LIMIT)));
            consumer.assign(all);
            known.forEach(consumer::seek);
            consumer.seekToBeginning(added);
            return consumer.endOffsets(all, CALL_LIMIT);
        }
        return ends;
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CALL_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
