package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.metrics.WorkerMetrics;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.config.OffsetsMode;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.copy.ValueRules;
import io.pulsefeed.timescale.mapping.MappingParser;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import io.pulsefeed.timescale.offset.DatabaseOffsetStore;
import io.pulsefeed.timescale.offset.KafkaOffsetStore;
import io.pulsefeed.timescale.offset.OffsetStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * The path from {@code put()} to COMMIT. The task thread encodes records into batches ({@link RecordIntake}), and a writer
 * thread writes them ({@link WriterLoop}); both share a {@link BatchExchange}.
 */
public final class SinkPipeline implements AutoCloseable {

    private static final long CLAIM_TIMEOUT_MS = 5_000;
    private static final long DRAIN_TIMEOUT_MS = 3_000;
    private static final long JOIN_TIMEOUT_MS = 1_000;

    private final TaskMetrics registry;
    private final BatchExchange exchange;
    private final RecordIntake intake;
    private final WriterLoop writer;
    private final Thread thread;

    /** @throws io.pulsefeed.timescale.mapping.MappingException if a mapping key is invalid */
    public SinkPipeline(
            TimescaleSinkConnectorConfig config, SinkTaskContext context, Clock clock, MonotonicClock monotonicClock) {
        String taskName = config.taskId().toString();
        String connector = config.taskId().connector();
        this.registry = WorkerMetrics.of(context);
        SinkMetrics metrics = new SinkMetrics(registry, monotonicClock, clock);
        this.exchange = new BatchExchange(
                config.delivery().lingerMs(), config.delivery().batchMaxBytes(), monotonicClock, MonitorWaiter.SYSTEM);
        Database database = new Database(config.connection(), taskName);
        MappingParser parser = new MappingParser(config.mappings(), config.schema());
        SinkLedger ledger = new SinkLedger(config, metrics, clock, monotonicClock);
        SessionOpener sessions = new SessionOpener(
                config,
                new MappedTopics(parser),
                ValueRules.of(config.records(), clock, metrics.values()),
                ledger.tables(),
                metrics,
                clock,
                monotonicClock);
        PausedTopics pausedTopics = new PausedTopics(metrics, monotonicClock);
        this.intake = new RecordIntake(
                config.delivery(),
                config.records().tombstones(),
                parser::isMapped,
                connector,
                context,
                exchange,
                pausedTopics,
                metrics,
                monotonicClock);
        CircuitBreaker breaker = new CircuitBreaker(config.breaker());
        BadRecordReporter reporter = new BadRecordReporter(context.errantRecordReporter(), metrics, monotonicClock);
        boolean inDatabase = config.delivery().offsetsMode() == OffsetsMode.DATABASE;
        Function<Connection, OffsetStore> offsetStores =
                inDatabase ? databaseOffsets(connector, taskName) : kafkaOffsets();
        WritePaths paths = new WritePaths(!inDatabase);
        this.writer = new WriterLoop(
                () -> connect(
                        database, sessions, offsetStores, ledger, reporter, breaker, paths, metrics, monotonicClock),
                exchange,
                pausedTopics,
                database.displayUrl() + " as user " + database.displayUser(),
                config.connection().retryTimeoutMs(),
                metrics,
                monotonicClock);
        metrics.registerQueueDepth(exchange::queueDepth);
        this.thread = new Thread(writer, taskName + "-writer");
        thread.setDaemon(true);
    }

    private static Function<Connection, OffsetStore> databaseOffsets(String connector, String taskName) {
        String owner = taskName + "/" + UUID.randomUUID();
        Map<TopicPartition, Long> epochs = new HashMap<>();
        return connection -> new DatabaseOffsetStore(connection, connector, owner, epochs);
    }

    private static Function<Connection, OffsetStore> kafkaOffsets() {
        OffsetStore store = new KafkaOffsetStore(new HashMap<>());
        return connection -> store;
    }

    private static WriterConnection connect(
            Database database,
            SessionOpener sessions,
            Function<Connection, OffsetStore> offsetStores,
            SinkLedger ledger,
            BadRecordReporter reporter,
            CircuitBreaker breaker,
            WritePaths paths,
            SinkMetrics metrics,
            MonotonicClock clock)
            throws SQLException {
        Connection connection = database.open();
        OffsetStore offsets = offsetStores.apply(connection);
        SignatureGuard guard = new SignatureGuard(connection);
        TransactionLedger accounts = ledger.accounts(connection);
        BatchWriter writer = new BatchWriter(
                connection,
                offsets,
                guard,
                reporter,
                accounts,
                breaker,
                new CopyWriter(connection, metrics),
                new MergeWriter(connection, paths, ledger.tables(), metrics),
                new DeleteWriter(connection, metrics),
                paths,
                metrics,
                clock);
        return new JdbcWriterConnection(
                connection, sessions, guard, offsets, accounts, ledger.sealer(connection), writer);
    }

    public void start() {
        thread.start();
    }

    public void open(Collection<TopicPartition> partitions) {
        runInterruptibly(() -> intake.open(partitions, CLAIM_TIMEOUT_MS));
    }

    public void put(Collection<SinkRecord> records) {
        runInterruptibly(() -> intake.put(records));
    }

    /**
     * Offsets whose transaction has committed. The worker calls it every few seconds.
     *
     * @param delivered the offsets that the worker has reached, including records that it did not deliver
     */
    public Map<TopicPartition, OffsetAndMetadata> committed(Map<TopicPartition, OffsetAndMetadata> delivered) {
        registry.registerPending();
        return intake.committed(delivered);
    }

    /** Writes the accepted records, then releases the partitions. */
    public void release(Collection<TopicPartition> partitions) {
        runInterruptibly(() -> {
            exchange.flush();
            exchange.awaitDrained(DRAIN_TIMEOUT_MS);
        });
        intake.close(partitions);
    }

    @Override
    public void close() {
        exchange.stop();
        runInterruptibly(() -> {
            thread.join(JOIN_TIMEOUT_MS);
            if (thread.isAlive()) {
                writer.abort();
                thread.join(JOIN_TIMEOUT_MS);
            }
        });
    }

    @FunctionalInterface
    private interface BlockingAction {
        void run() throws InterruptedException;
    }

    private static void runInterruptibly(BlockingAction action) {
        try {
            action.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while waiting for the writer thread.", e);
        }
    }
}
