package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.Regressed;
import io.pulsefeed.timescale.config.SinkConfig;
import io.pulsefeed.timescale.config.Tombstones;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.mapping.TopicEncoder;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task's side of the pipeline: follows each partition's position and turns records into rows. Records that cannot be
 * taken now are not kept: the partition is paused and later read again from the first of them.
 */
final class RecordIntake {

    private static final Logger LOG = LoggerFactory.getLogger(RecordIntake.class);
    private static final long HAND_OVER_MS = 20_000;
    /** While idle, how soon a failure of the writer shows. */
    private static final long IDLE_CALL_MS = 1_000;

    private static final long WAITING_CALL_MS = 100;

    private final SinkConfig config;
    private final SinkTaskContext context;
    private final Exchange exchange;
    private final SinkMetrics metrics;
    private final LongSupplier nanos;
    private final Map<TopicPartition, PartitionState> partitions = new HashMap<>();
    private PartitionState last;
    private long calls;
    private long waitedNanos;
    /** Set when the writer did not keep up within one call: what is left of the call is read again later. */
    private boolean refusing;

    private boolean paused;

    RecordIntake(
            SinkConfig config, SinkTaskContext context, Exchange exchange, SinkMetrics metrics, LongSupplier nanos) {
        this.metrics = metrics;
        this.nanos = nanos;
        this.config = config;
        this.context = context;
        this.exchange = exchange;
    }

    /** One partition as the task sees it. */
    private static final class PartitionState {
        final TopicPartition partition;
        /** Next offset to take; -1 while unknown. */
        long position = -1;
        /** First offset ever seen: where to start again when nothing was written yet. */
        long start = -1;

        boolean fresh = true;
        long rejectedIn;

        PartitionState(TopicPartition partition) {
            this.partition = partition;
        }
    }

    void open(Collection<TopicPartition> assigned, long waitMs) throws InterruptedException {
        for (TopicPartition partition : assigned) {
            partitions.put(partition, new PartitionState(partition));
        }
        last = null;
        exchange.assign(Set.copyOf(assigned));
        exchange.awaitClaims(waitMs);
        exchange.throwFailure();
        applyPositions();
    }

    void close(Collection<TopicPartition> revoked) {
        revoked.forEach(partitions::remove);
        last = null;
        exchange.release(Set.copyOf(revoked));
    }

    void put(Collection<SinkRecord> records) throws InterruptedException {
        calls++;
        exchange.throwFailure();
        long begin = nanos.getAsLong();
        waitedNanos = 0;
        refusing = false;
        synchronized (exchange) {
            applyPositions();
            for (SinkRecord record : records) {
                accept(record);
            }
        }
        if (config.lingerMs() == 0) {
            exchange.flush();
        } else {
            exchange.filled();
        }
        updatePause();
        metrics.encoded(nanos.getAsLong() - begin - waitedNanos);
        metrics.putBlocked(waitedNanos);
    }

    Map<TopicPartition, OffsetAndMetadata> committed() {
        exchange.throwFailure();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        exchange.committed().forEach((partition, next) -> offsets.put(partition, new OffsetAndMetadata(next)));
        return offsets;
    }

    /** Moves to where the writer says each partition stands in the database. */
    private void applyPositions() {
        exchange.takePositions().forEach((partition, next) -> {
            PartitionState state = partitions.get(partition);
            if (state == null) {
                return;
            }
            state.rejectedIn = calls;
            state.fresh = true;
            state.position = next >= 0 ? next : state.start;
            if (state.position >= 0) {
                context.offset(partition, state.position);
            }
        });
    }

    private void accept(SinkRecord record) throws InterruptedException {
        PartitionState state = stateOf(record);
        if (state == null) {
            return;
        }
        long offset = record.originalKafkaOffset();
        if (state.start < 0) {
            state.start = offset;
        }
        Session session = exchange.session();
        if (state.rejectedIn == calls) {
            return;
        }
        if (refusing || session == null || !exchange.isOwned(state.partition)) {
            reject(state, offset);
            return;
        }
        if (state.fresh) {
            checkRegression(state, offset);
            state.fresh = false;
        }
        if (offset < state.position) {
            metrics.skipped();
            return;
        }
        if (isFull(exchange.open()) && !handOver()) {
            exchange.throwFailure();
            refusing = true;
            reject(state, offset);
            return;
        }
        if (!add(record, session, exchange.open())) {
            reject(state, offset);
            return;
        }
        state.position = offset + 1;
        exchange.open().advance(state.partition, offset + 1);
    }

    private boolean handOver() throws InterruptedException {
        long begin = nanos.getAsLong();
        boolean done = exchange.handOver(HAND_OVER_MS);
        waitedNanos += nanos.getAsLong() - begin;
        return done;
    }

    private boolean isFull(SinkBatch batch) {
        return batch.size() >= config.batchMaxRows() || batch.byteSize() >= config.batchMaxBytes();
    }

    /** @return false when the record needs columns that are not there yet */
    private boolean add(SinkRecord record, Session session, SinkBatch batch) {
        if (record.value() == null) {
            if (config.tombstones() == Tombstones.REJECT) {
                batch.addBad(
                        record,
                        new BadRecordException(Reason.TOMBSTONE, "the record has no value, and tombstones is reject"));
            } else {
                metrics.tombstone();
                batch.keep(record);
            }
            return true;
        }
        TopicEncoder encoder = session.encoders().get(record.topic());
        if (encoder == null) {
            batch.addBad(
                    record,
                    new BadRecordException(Reason.UNMAPPED_TOPIC, "topic " + record.topic() + " has no mapping"));
            return true;
        }
        batch.add(record, encoder);
        metrics.fields(encoder.takeIgnoredFields(), encoder.takeRepeatedFields());
        Map<String, String> newFields = encoder.takeNewFields();
        if (newFields.isEmpty()) {
            return true;
        }
        exchange.wantColumns(record.topic(), newFields);
        return false;
    }

    /** Leaves the record to be read again: what follows it in this call is left as well. */
    private void reject(PartitionState state, long offset) {
        state.rejectedIn = calls;
        state.position = state.position < 0 ? offset : Math.min(state.position, offset);
        context.offset(state.partition, state.position);
    }

    private void checkRegression(PartitionState state, long offset) {
        if (state.position < 0 || offset == state.position) {
            return;
        }
        if (offset > state.position) {
            LOG.info(
                    "Partition {} goes on at offset {} instead of {}: those between are no longer in the topic, or are no records",
                    state.partition,
                    offset,
                    state.position);
            return;
        }
        if (config.offsetsRegressed() == Regressed.FAIL) {
            throw new ConnectException("Partition " + state.partition + " starts at offset " + offset
                    + ", but rows up to offset " + (state.position - 1)
                    + " are stored: the topic was created anew or its offsets were reset behind the sink. Reset the stored position with"
                    + " DELETE /connectors/" + config.connector() + "/offsets, or set offsets.regressed=accept.");
        }
        state.position = offset;
        state.start = offset;
    }

    private PartitionState stateOf(SinkRecord record) {
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

    /** Without a connection the consumer stays in its group but fetches nothing. */
    private void updatePause() {
        boolean waiting =
                exchange.session() == null || !partitions.keySet().stream().allMatch(exchange::isOwned);
        TopicPartition[] all = partitions.keySet().toArray(new TopicPartition[0]);
        if (waiting && all.length > 0) {
            context.pause(all);
        } else if (paused) {
            context.resume(all);
        }
        paused = waiting;
        context.timeout(waiting ? WAITING_CALL_MS : IDLE_CALL_MS);
    }
}
