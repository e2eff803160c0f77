package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.metrics.WorkerMetrics;
import io.pulsefeed.timescale.config.SinkConfig;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** From {@code put()} to COMMIT: the task's thread encodes batches, a thread of its own writes them. */
public final class SinkPipeline implements AutoCloseable {

    private static final long CLAIM_WAIT_MS = 5_000;
    private static final long DRAIN_MS = 3_000;
    private static final long JOIN_MS = 1_000;

    private final TaskMetrics registry;
    private final Exchange exchange;
    private final RecordIntake intake;
    private final WriterLoop writer;
    private final Thread thread;

    public SinkPipeline(
            SinkConfig config,
            List<TopicMapping> topics,
            SinkTaskContext context,
            Clock clock,
            LongSupplier nanos,
            String name) {
        this.registry = WorkerMetrics.of(context);
        SinkMetrics metrics = new SinkMetrics(registry, nanos, clock::millis);
        this.exchange = new Exchange(config.lingerMs(), nanos);
        this.intake = new RecordIntake(config, context, exchange, metrics, nanos);
        Database database = new Database(config.url(), config.user(), config.password(), name);
        SessionOpener sessions =
                new SessionOpener(config, topics, config.valueRules(clock, metrics.values()), metrics, clock, nanos);
        BadRecordReporter reporter = new BadRecordReporter(context.errantRecordReporter(), metrics, nanos);
        String owner = name + "/" + UUID.randomUUID();
        this.writer = new WriterLoop(config, database, sessions, exchange, reporter, owner, metrics, nanos);
        metrics.queueDepth(exchange::queueDepth);
        this.thread = new Thread(writer, name + "-writer");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    public void open(Collection<TopicPartition> partitions) {
        interruptible(() -> intake.open(partitions, CLAIM_WAIT_MS));
    }

    public void put(Collection<SinkRecord> records) {
        interruptible(() -> intake.put(records));
    }

    /** Offsets whose transaction has committed; the worker asks every few seconds. */
    public Map<TopicPartition, OffsetAndMetadata> committed() {
        registry.registerPending();
        return intake.committed();
    }

    /** Writes what is complete, then lets the partitions go. */
    public void release(Collection<TopicPartition> partitions) {
        interruptible(() -> {
            exchange.flush();
            exchange.awaitDrained(DRAIN_MS);
        });
        intake.close(partitions);
    }

    @Override
    public void close() {
        exchange.stop();
        interruptible(() -> {
            thread.join(JOIN_MS);
            if (thread.isAlive()) {
                writer.abort();
                thread.join(JOIN_MS);
            }
        });
    }

    @FunctionalInterface
    private interface Waiting {
        void run() throws InterruptedException;
    }

    private static void interruptible(Waiting action) {
        try {
            action.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted", e);
        }
    }
}
