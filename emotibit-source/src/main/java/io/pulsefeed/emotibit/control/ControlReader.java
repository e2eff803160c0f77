package io.pulsefeed.emotibit.control;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.emotibit.config.ControlConfig;
import io.pulsefeed.emotibit.control.ControlCommand.Action;
import io.pulsefeed.emotibit.control.ControlParser.InvalidCommandException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Reads the control topic on its own thread, without a consumer group, so that each task reads all commands. It starts at the end of the
 * topic: commands from before the start of the task are not repeated. Errors of the broker or of a record never end it.
 *
 * <p>A source task has no consumer, and its delivery guarantees concern only what it writes: nothing of this reader is part of the
 * offsets or transactions of the task.
 */
public final class ControlReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final long RETRY_MS = 1_000;
    /** A new consumer logs its whole configuration. */
    private static final long MAX_RETRY_MS = 30_000;

    private static final long STOP_TIMEOUT_MS = 500;
    /** A device command that waited for longer, because the brokers were unreachable, would surprise. */
    private static final long MAX_AGE_MS = TimeUnit.MINUTES.toMillis(1);

    private static final long US_PER_MS = 1_000;

    /**
     * What a reader needs.
     *
     * @param consumers creates a consumer without assignment
     * @param answerTimeoutMs time in which devices must answer
     * @param handler receives commands on the thread of the reader
     */
    public record Dependencies(
            String topic,
            int answerTimeoutMs,
            Supplier<Consumer<byte[], byte[]>> consumers,
            java.util.function.Consumer<ControlCommand> handler,
            LongAdder accepted,
            LongAdder rejected,
            LogThrottle warnings,
            Clock clock) {}

    private final Dependencies dependencies;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final @Nullable Map<String, String> logContext = MDC.getCopyOfContextMap();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final long startedEpochMs;
    private boolean wasMissing;
    private long retryMs = RETRY_MS;
    private volatile @Nullable Consumer<byte[], byte[]> active;

    public ControlReader(Dependencies dependencies, String threadName) {
        this.dependencies = dependencies;
        this.startedEpochMs = dependencies.clock.millis();
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    /** A consumer of the configured brokers. */
    public static Consumer<byte[], byte[]> consumer(ControlConfig config) {
        Map<String, Object> settings = new HashMap<>(config.consumer());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    public ControlReader start() {
        thread.start();
        return this;
    }

    @Override
    public void close() {
        stopped.countDown();
        Consumer<byte[], byte[]> open = active;
        if (open != null) {
            open.wakeup();
        }
        try {
            thread.join(STOP_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isRunning() {
        return stopped.getCount() > 0;
    }

    private void run() {
        if (logContext != null) {
            MDC.setContextMap(logContext);
        }
        while (isRunning()) {
            readUntilError();
            pause(retryMs);
            retryMs = Math.min(2 * retryMs, MAX_RETRY_MS);
        }
    }

    private void readUntilError() {
        Consumer<byte[], byte[]> consumer = null;
        try {
            consumer = dependencies.consumers.get();
            active = consumer;
            while (isRunning() && !assign(consumer)) {
                pause(RETRY_MS);
            }
            retryMs = RETRY_MS;
            while (isRunning()) {
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
                    positions.put(new TopicPartition(found.topic(), found.partition()), found.offset() + 1);
                    take(found);
                }
            }
        } catch (WakeupException e) {
            LOG.debug("The reader of the control topic stops");
        } catch (AuthorizationException e) {
            warn("the consumer needs the permissions READ and DESCRIBE on the topic: " + e.getMessage());
        } catch (RuntimeException e) {
            warn(e.toString());
        } finally {
            active = null;
            close(consumer);
        }
    }

    private void warn(String reason) {
        if (isRunning()) {
            dependencies.warnings.warn(
                    "control topic",
                    "Reading the control topic " + dependencies.topic + " failed (" + reason + "); retrying");
        }
    }

    private static void close(@Nullable Consumer<byte[], byte[]> consumer) {
        try {
            if (consumer != null) {
                consumer.close();
            }
        } catch (RuntimeException e) {
            LOG.debug("Closing the consumer of the control topic failed: {}", e.toString());
        }
    }

    /** Assigns the partitions, at the positions before an error, or else at their ends. Returns false if the topic does not exist. */
    private boolean assign(Consumer<byte[], byte[]> consumer) {
        List<PartitionInfo> found = consumer.listTopics(CALL_TIMEOUT).getOrDefault(dependencies.topic, List.of());
        if (found.isEmpty()) {
            wasMissing = true;
            dependencies.warnings.warn(
                    "control topic missing",
                    "The control topic " + dependencies.topic
                            + " does not exist, or the permission DESCRIBE is missing; waiting for it");
            return false;
        }
        List<TopicPartition> partitions = new ArrayList<>();
        found.forEach(next -> partitions.add(new TopicPartition(next.topic(), next.partition())));
        consumer.assign(partitions);
        if (positions.isEmpty()) {
            Map<TopicPartition, Long> start = wasMissing
                    ? consumer.beginningOffsets(partitions, CALL_TIMEOUT)
                    : consumer.endOffsets(partitions, CALL_TIMEOUT);
            positions.putAll(start);
            LOG.info("Reading commands from the topic {}", dependencies.topic);
        }
        partitions.forEach(partition -> consumer.seek(partition, positions.getOrDefault(partition, 0L)));
        return true;
    }

    private void take(ConsumerRecord<byte[], byte[]> found) {
        // A topic that was missing is read from its start: it was created meanwhile, or its permission was.
        if (wasMissing && found.timestamp() < startedEpochMs) {
            return;
        }
        try {
            long nowMs = dependencies.clock.millis();
            long sentMs = found.timestamp() < 0 ? nowMs : found.timestamp();
            ControlCommand command = ControlParser.parse(
                    found.value(), sentMs * US_PER_MS, nowMs * US_PER_MS, dependencies.answerTimeoutMs);
            if (command.action() != Action.MARKER && nowMs - sentMs > MAX_AGE_MS) {
                throw new InvalidCommandException("it is older than " + MAX_AGE_MS / 1_000 + " s");
            }
            dependencies.accepted.increment();
            dependencies.handler.accept(command);
        } catch (InvalidCommandException e) {
            reject(found, e.getMessage());
        } catch (RuntimeException e) {
            reject(found, "unexpected error " + e.getClass().getName() + ", please report it");
        }
    }

    private void reject(ConsumerRecord<byte[], byte[]> found, String reason) {
        dependencies.rejected.increment();
        dependencies.warnings.warn(
                "command " + reason,
                found.topic() + "-" + found.partition() + " offset " + found.offset()
                        + ": not a valid command, skipped: " + reason);
    }

    private void pause(long ms) {
        try {
            if (stopped.await(ms, TimeUnit.MILLISECONDS)) {
                LOG.debug("Stopped while waiting");
            }
        } catch (InterruptedException e) {
            stopped.countDown();
        }
    }
}
