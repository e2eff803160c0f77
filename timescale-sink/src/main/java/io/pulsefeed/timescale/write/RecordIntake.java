package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.config.DeliveryConfig;
import io.pulsefeed.timescale.config.RegressedOffsets;
import io.pulsefeed.timescale.config.Tombstones;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.mapping.DeleteMode;
import io.pulsefeed.timescale.mapping.RecordSchemas;
import io.pulsefeed.timescale.mapping.TopicEncoder;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task thread's side of the pipeline: tracks the offset of each partition and encodes records into the batch. Records that
 * cannot be accepted now are not kept in memory: the consumer seeks back to the first of them.
 *
 * <pre>
 * partition   event                                             action                                            next
 * CLAIMING    record                                            seek back to it, reject the rest of the call      CLAIMING
 * any         stored offset reported                            seek to it, reject the rest of the call           SEEKING
 * any         no stored offset reported                         seek to the first record ever seen, if any        SEEKING
 * SEEKING     record at the offset                              encode                                            READING
 * SEEKING     record above the offset (deleted, compacted)      log the gap, encode                               READING
 * SEEKING     record below the offset, offsets.regressed=fail   throw                                             -
 * SEEKING     record below the offset, =accept                  continue from the record, encode                  READING
 * READING     record below the offset                           skip: it is already written                       READING
 * READING     batch full, writer busy for 20 s                  seek back to it, reject the rest of the call      READING
 * READING     record of a topic that is paused                  seek back to it, pause the partition              READING
 * READING     no connection, or partition revoked and not yet   seek back to it, reject the rest of the call      READING
 *             claimed
 * READING     record has new columns                            request them, seek back to it                     READING
 * READING     record of a mapped topic without an encoder       request it, seek back to it                       READING
 * READING     record has a schema with fields that * lacks      request its topic, seek back to it                READING
 * </pre>
 *
 * <p>While there is no connection or a partition is not claimed, all partitions are paused, so that the consumer stays in its
 * group but fetches nothing.
 */
final class RecordIntake {

    private static final Logger LOG = LoggerFactory.getLogger(RecordIntake.class);
    private static final long HAND_OVER_TIMEOUT_MS = 20_000;
    /** How soon an idle task notices that the writer failed. */
    private static final long IDLE_CALL_INTERVAL_MS = 1_000;

    private static final long PAUSED_CALL_INTERVAL_MS = 100;

    private final DeliveryConfig delivery;
    private final Tombstones tombstones;
    private final Predicate<String> isMapped;
    private final String connector;
    private final SinkTaskContext context;
    private final BatchExchange exchange;
    private final PausedTopics pausedTopics;
    private final SinkMetrics metrics;
    private final MonotonicClock clock;
    private final Map<TopicPartition, PartitionState> partitions = new HashMap<>();
    private @Nullable PartitionState last;
    private long calls;
    private long blockedNs;
    /** Set when the writer was too slow during the current call: the rest of the records is rejected. */
    private boolean rejecting;
    /** The session that has no encoder for a topic of the current call; null if there is none. */
    private @Nullable Session incomplete;

    private final Set<TopicPartition> paused = new HashSet<>();

    /** @param isMapped whether the records of a topic can be written, also if the topic is not known at the start */
    RecordIntake(
            DeliveryConfig delivery,
            Tombstones tombstones,
            Predicate<String> isMapped,
            String connector,
            SinkTaskContext context,
            BatchExchange exchange,
            PausedTopics pausedTopics,
            SinkMetrics metrics,
            MonotonicClock clock) {
        this.delivery = delivery;
        this.tombstones = tombstones;
        this.isMapped = isMapped;
        this.connector = connector;
        this.context = context;
        this.exchange = exchange;
        this.pausedTopics = pausedTopics;
        this.metrics = metrics;
        this.clock = clock;
    }

    private static final class PartitionState {
        final TopicPartition partition;
        /** Offset of the next record to accept; -1 while unknown. */
        long nextOffset = -1;
        /** Offset of the first record ever seen, which is the start if nothing has been written. */
        long firstOffset = -1;

        boolean seeking = true;
        /** The paused topic of the record at the next offset, which a transform may have renamed; null if it is not paused. */
        @Nullable
        String blockedBy;

        long rejectedInCall;

        PartitionState(TopicPartition partition) {
            this.partition = partition;
        }
    }

    /** @param claimTimeoutMs how long to wait for the stored offsets; later ones are applied by {@link #put} */
    void open(Collection<TopicPartition> assigned, long claimTimeoutMs) throws InterruptedException {
        for (TopicPartition partition : assigned) {
            partitions.put(partition, new PartitionState(partition));
        }
        last = null;
        exchange.assign(Set.copyOf(assigned));
        exchange.awaitClaims(claimTimeoutMs);
        exchange.throwFailure();
        applyStoredOffsets();
    }

    void close(Collection<TopicPartition> revoked) {
        revoked.forEach(partitions::remove);
        paused.removeAll(revoked);
        last = null;
        exchange.release(Set.copyOf(revoked));
    }

    void put(Collection<SinkRecord> records) throws InterruptedException {
        calls++;
        exchange.throwFailure();
        long startMonoNs = clock.nowNs();
        blockedNs = 0;
        rejecting = false;
        incomplete = null;
        synchronized (exchange) {
            applyStoredOffsets();
            for (SinkRecord record : records) {
                if (incomplete != null && isMissing(record.topic(), incomplete)) {
                    exchange.requestTopic(record.topic(), RecordSchemas.of(record));
                }
                accept(record);
            }
        }
        if (delivery.lingerMs() == 0) {
            exchange.flush();
        } else {
            exchange.onFilled();
        }
        updatePause();
        metrics.addEncoded(clock.nowNs() - startMonoNs - blockedNs);
        metrics.addPutBlocked(blockedNs);
    }

    /**
     * Returns the offsets whose transaction has committed. Records that a transform, a predicate or a converter dropped reach
     * the task only as a higher position: it is stored with the next transaction.
     *
     * @param delivered positions of the worker
     */
    Map<TopicPartition, OffsetAndMetadata> committed(Map<TopicPartition, OffsetAndMetadata> delivered) {
        exchange.throwFailure();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        synchronized (exchange) {
            exchange.committed().forEach((partition, next) -> offsets.put(partition, new OffsetAndMetadata(next)));
            delivered.forEach((partition, position) -> {
                PartitionState state = partitions.get(partition);
                if (state == null || !isCurrent(state)) {
                    return;
                }
                if (state.nextOffset < 0) {
                    offsets.put(partition, position);
                } else if (position.offset() > state.nextOffset) {
                    state.nextOffset = position.offset();
                    exchange.filling().advance(partition, position.offset());
                    exchange.onFilled();
                }
            });
        }
        return offsets;
    }

    /** Whether the worker's position is not that of records which the task has rejected and will read again. */
    private boolean isCurrent(PartitionState state) {
        return state.rejectedInCall != calls
                && state.blockedBy == null
                && exchange.session() != null
                && exchange.isOwned(state.partition);
    }

    private void applyStoredOffsets() {
        exchange.takeOffsets().forEach((partition, stored) -> {
            PartitionState state = partitions.get(partition);
            if (state == null) {
                return;
            }
            state.rejectedInCall = calls;
            state.seeking = true;
            state.nextOffset = stored >= 0 ? stored : state.firstOffset;
            if (state.nextOffset >= 0) {
                context.offset(partition, state.nextOffset);
            }
        });
    }

    private void accept(SinkRecord record) throws InterruptedException {
        PartitionState state = stateOf(record);
        if (state == null) {
            return;
        }
        long offset = record.originalKafkaOffset();
        if (state.firstOffset < 0) {
            state.firstOffset = offset;
        }
        Session session = exchange.session();
        if (state.rejectedInCall == calls) {
            return;
        }
        if (rejecting || session == null || !exchange.isOwned(state.partition)) {
            reject(state, offset);
            return;
        }
        if (state.seeking) {
            checkRegression(state, offset);
            state.seeking = false;
        }
        if (offset < state.nextOffset) {
            metrics.addSkipped();
            exchange.filling().addSkipped(state.partition);
            return;
        }
        if (pausedTopics.contains(record.topic())) {
            state.blockedBy = record.topic();
            reject(state, offset);
            return;
        }
        if (isFull(exchange.filling()) && !handOver()) {
            exchange.throwFailure();
            rejecting = true;
            reject(state, offset);
            return;
        }
        if (!add(record, session, exchange.filling())) {
            reject(state, offset);
            return;
        }
        state.nextOffset = offset + 1;
        exchange.filling().advance(state.partition, offset + 1);
    }

    private boolean handOver() throws InterruptedException {
        long startMonoNs = clock.nowNs();
        boolean done = exchange.handOver(HAND_OVER_TIMEOUT_MS);
        blockedNs += clock.nowNs() - startMonoNs;
        return done;
    }

    private boolean isFull(SinkBatch batch) {
        return batch.size() >= delivery.batchMaxRows()
                || batch.byteSize() >= delivery.batchMaxBytes()
                || batch.isFragmented();
    }

    /** Whether a topic needs an encoder that the session does not have. */
    private boolean isMissing(String topic, Session session) {
        return !session.encoders().containsKey(topic) && !session.failures().containsKey(topic) && isMapped.test(topic);
    }

    /** @return false if the record needs an encoder or columns that do not exist yet */
    private boolean add(SinkRecord record, Session session, SinkBatch batch) {
        TopicEncoder encoder = session.encoders().get(record.topic());
        if (encoder == null && isMissing(record.topic(), session)) {
            TopicMapping waiting = session.waiting().get(record.topic());
            if (waiting == null || record.value() != null) {
                requestTopic(record, session);
                return false;
            }
            if (waiting.deletes() == DeleteMode.KEY) {
                // The table does not exist yet, so it has no row to delete.
                batch.addWithoutRows(record);
                return true;
            }
        }
        if (encoder != null && encoder.lacksFieldsOf(record.valueSchema())) {
            requestTopic(record, session);
            return false;
        }
        if (record.value() == null && (encoder == null || !encoder.deletesByKey())) {
            addIgnoredTombstone(record, batch);
            return true;
        }
        if (encoder == null) {
            batch.addBad(
                    record,
                    new BadRecordException(Reason.UNMAPPED_TOPIC, "topic " + record.topic() + " has no mapping"));
            return true;
        }
        if (record.value() == null) {
            batch.addTombstone(record, encoder);
            return true;
        }
        batch.add(record, encoder);
        long ignored = encoder.takeIgnoredFields();
        long duplicates = encoder.takeDuplicateFields();
        if ((ignored | duplicates) != 0) {
            metrics.addFields(ignored, duplicates);
        }
        Map<String, String> newFields = encoder.takeNewFields();
        if (newFields.isEmpty()) {
            return true;
        }
        exchange.requestColumns(record.topic(), newFields);
        return false;
    }

    private void requestTopic(SinkRecord record, Session session) {
        incomplete = session;
        exchange.requestTopic(record.topic(), RecordSchemas.of(record));
    }

    private void addIgnoredTombstone(SinkRecord record, SinkBatch batch) {
        if (tombstones == Tombstones.REJECT) {
            batch.addBad(
                    record,
                    new BadRecordException(Reason.TOMBSTONE, "the record has no value, and tombstones is reject"));
        } else {
            metrics.addTombstone();
            batch.addWithoutRows(record);
        }
    }

    /** Seeks back to the record, and skips the other records of its partition in the current call. */
    private void reject(PartitionState state, long offset) {
        state.rejectedInCall = calls;
        state.nextOffset = state.nextOffset < 0 ? offset : Math.min(state.nextOffset, offset);
        context.offset(state.partition, state.nextOffset);
    }

    private void checkRegression(PartitionState state, long offset) {
        if (state.nextOffset < 0 || offset == state.nextOffset) {
            return;
        }
        if (offset > state.nextOffset) {
            LOG.info(
                    "{}: continuing at offset {} instead of {}; the topic has no records in between",
                    state.partition,
                    offset,
                    state.nextOffset);
            return;
        }
        if (delivery.regressedOffsets() == RegressedOffsets.FAIL) {
            throw new ConnectException("Partition " + state.partition + " starts at offset " + offset
                    + ", but records up to offset " + (state.nextOffset - 1)
                    + " are already written. The topic was recreated, or the offsets of the consumer group were reset."
                    + " Reset the stored offsets with DELETE /connectors/" + connector
                    + "/offsets, or set offsets.regressed=accept.");
        }
        state.nextOffset = offset;
        state.firstOffset = offset;
    }

    private @Nullable PartitionState stateOf(SinkRecord record) {
        PartitionState state = last;
        if (state != null
                && state.partition.partition() == record.originalKafkaPartition()
                && state.partition.topic().equals(record.originalTopic())) {
            return state;
        }
        state = partitions.get(new TopicPartition(record.originalTopic(), record.originalKafkaPartition()));
        last = state;
        return state;
    }

    private void updatePause() {
        boolean waiting =
                exchange.session() == null || !partitions.keySet().stream().allMatch(exchange::isOwned);
        Set<TopicPartition> wanted = new HashSet<>();
        for (PartitionState state : partitions.values()) {
            if (state.blockedBy != null && !pausedTopics.contains(state.blockedBy)) {
                state.blockedBy = null;
            }
            if (waiting || state.blockedBy != null) {
                wanted.add(state.partition);
            }
        }
        paused.retainAll(partitions.keySet());
        change(wanted, paused, context::pause);
        change(paused, wanted, context::resume);
        paused.clear();
        paused.addAll(wanted);
        context.timeout(waiting ? PAUSED_CALL_INTERVAL_MS : IDLE_CALL_INTERVAL_MS);
    }

    private static void change(Set<TopicPartition> to, Set<TopicPartition> from, Consumer<TopicPartition[]> action) {
        TopicPartition[] changed =
                to.stream().filter(partition -> !from.contains(partition)).toArray(TopicPartition[]::new);
        if (changed.length > 0) {
            action.accept(changed);
        }
    }
}
