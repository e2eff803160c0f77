package io.pulsefeed.emotibit.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ControlReaderTest {

    private static final TopicPartition CONTROL = new TopicPartition("control", 0);
    private static final Instant NOW = Instant.parse("2026-11-21T01:00:00Z");
    private static final String START = "{\"command\":\"record_start\",\"id\":\"%s\"}";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ConcurrentLinkedQueue<Consumer<byte[], byte[]>> consumers = new ConcurrentLinkedQueue<>();
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final ControlReader reader = new ControlReader(
            new ControlReader.Dependencies(
                    "control",
                    5_000,
                    this::nextConsumer,
                    command -> {
                        handled.add(command.id());
                        if (command.id().equals("fails")) {
                            throw new IllegalStateException("simulated");
                        }
                    },
                    accepted,
                    rejected,
                    new LogThrottle(LoggerFactory.getLogger(ControlReaderTest.class), MonotonicClock.SYSTEM),
                    Clock.fixed(NOW, ZoneOffset.UTC)),
            "commands");

    private Consumer<byte[], byte[]> nextConsumer() {
        Consumer<byte[], byte[]> next = consumers.poll();
        if (next == null) {
            throw new KafkaException("simulated: no brokers");
        }
        return next;
    }

    /** @param records number of records in the topic */
    private MockConsumer<byte[], byte[]> consumer(long records) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
        consumer.updateBeginningOffsets(Map.of(CONTROL, 0L));
        consumer.updateEndOffsets(new HashMap<>(Map.of(CONTROL, records)));
        consumers.add(consumer);
        return consumer;
    }

    private static void create(MockConsumer<byte[], byte[]> consumer) {
        consumer.updatePartitions(
                "control", List.of(new PartitionInfo("control", 0, Node.noNode(), new Node[0], new Node[0])));
    }

    private static void add(MockConsumer<byte[], byte[]> consumer, long offset, String value, Duration age) {
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>(
                "control",
                0,
                offset,
                NOW.minus(age).toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty())));
    }

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void ignoresCommandsFromBeforeItsStart() {
        MockConsumer<byte[], byte[]> consumer = consumer(2);
        create(consumer);
        add(consumer, 1, START.formatted("old"), Duration.ofMillis(1));
        add(consumer, 2, START.formatted("new"), Duration.ZERO);
        reader.start();

        await().atMost(LIMIT).until(() -> !handled.isEmpty());
        assertThat(handled).containsExactly("new");
    }

    @Test
    void countsWhatIsNotACommandAndContinues() {
        MockConsumer<byte[], byte[]> consumer = consumer(0);
        create(consumer);
        add(consumer, 0, "no JSON", Duration.ZERO);
        add(consumer, 1, START.formatted("fails"), Duration.ZERO);
        add(consumer, 2, START.formatted("late"), Duration.ofMinutes(2));
        add(consumer, 3, "{\"command\":\"marker\",\"text\":\"x\",\"id\":\"late marker\"}", Duration.ofMinutes(2));
        add(consumer, 4, START.formatted("good"), Duration.ofSeconds(50));
        reader.start();

        await().atMost(LIMIT).until(() -> handled.contains("good"));
        assertThat(handled).containsExactly("fails", "late marker", "good");
        assertThat(accepted.sum()).isEqualTo(3);
        assertThat(rejected.sum()).isEqualTo(3);
    }

    /** A consumer that fails is replaced; the next one continues after the last command. */
    @Test
    void continuesAfterAnErrorWithoutRepeating() {
        MockConsumer<byte[], byte[]> first = consumer(5);
        create(first);
        add(first, 5, START.formatted("a"), Duration.ZERO);
        first.schedulePollTask(() -> first.setPollException(new KafkaException("simulated")));
        MockConsumer<byte[], byte[]> second = consumer(7);
        create(second);
        add(second, 5, START.formatted("a"), Duration.ZERO);
        add(second, 6, START.formatted("b"), Duration.ZERO);
        reader.start();

        await().atMost(LIMIT).until(() -> handled.contains("b"));
        assertThat(handled).containsExactly("a", "b");
        assertThat(first.closed()).isTrue();
    }

    @Test
    void readsATopicThatIsCreatedLaterFromItsStart() {
        MockConsumer<byte[], byte[]> consumer = consumer(1);
        add(consumer, 0, START.formatted("before the start"), Duration.ofSeconds(1));
        add(consumer, 1, START.formatted("first"), Duration.ZERO);
        reader.start();
        await().atMost(LIMIT).until(() -> consumers.isEmpty());
        create(consumer);

        await().atMost(LIMIT).until(() -> !handled.isEmpty());
        assertThat(handled).containsExactly("first");
    }

    @Test
    void stopsWhileTheBrokersAreUnreachable() {
        reader.start();
        long start = System.nanoTime();
        reader.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(450));
    }
}
