package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.mapping.RecordSchemas;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The state that the task thread and the writer thread share, guarded by one monitor: three batches, the partitions to claim,
 * and the committed offsets.
 *
 * <p>Triple buffering. The task thread fills one batch while another is queued and a third is being written:
 *
 * <pre>
 *              handOver()                take()                onWritten()
 *   filling  ------------->  queued  ------------->  writing  ------------->  spare
 *      |                                                ^                       |
 *      |   take(): linger elapsed or flush(), and nothing is queued             |
 *      +------------------------------------------------+                       |
 *      ^                                                                        |
 *      +------------------------------------------------------------------------+
 *
 *   event                                    filling    queued     writing    records
 *   onDisconnected()                         cleared    to spare   to spare   rejected until publish()
 *   release() with unwritten records         cleared    to spare   kept       rejected until the writer has resynced
 *   requestColumns(), requestTopic()         cleared    to spare   kept       rejected until the writer has resynced
 *   fail()                                   kept       kept       kept       every later call of the task throws
 *   stop()                                   kept       kept       kept       take() returns null
 * </pre>
 *
 * <p>Cleared records are not lost: their offsets are not committed, and the task thread seeks back to the stored offsets, which
 * it gets from {@link #takeOffsets}.
 *
 * <p>A partition moves from unclaimed ({@link #assign}) to owned ({@link #onClaimed}) to released ({@link #release}).
 */
final class BatchExchange {

    private final MonotonicClock clock;
    private final MonitorWaiter waiter;
    private final long lingerNs;
    private final Deque<SinkBatch> spare = new ArrayDeque<>();
    private final Set<TopicPartition> unclaimed = new HashSet<>();
    private final Set<TopicPartition> owned = new HashSet<>();
    /** Stored offsets that the task has not applied yet. */
    private final Map<TopicPartition, Long> storedOffsets = new HashMap<>();

    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<String, Map<String, String>> requestedColumns = new HashMap<>();
    private final Map<String, RecordSchemas> requestedTopics = new HashMap<>();
    private SinkBatch filling;
    private @Nullable SinkBatch queued;
    private @Nullable SinkBatch writing;
    private @Nullable Session session;
    private @Nullable RuntimeException failure;
    private long wakeUpMonoNs = Long.MAX_VALUE;
    private boolean flushing;
    private boolean resync;
    private boolean stopping;

    /** @param batchMaxBytes bytes that the rows of one record may have */
    BatchExchange(long lingerMs, int batchMaxBytes, MonotonicClock clock, MonitorWaiter waiter) {
        this.lingerNs = lingerMs * 1_000_000;
        this.clock = clock;
        this.waiter = waiter;
        filling = new SinkBatch(batchMaxBytes);
        spare.add(new SinkBatch(batchMaxBytes));
        spare.add(new SinkBatch(batchMaxBytes));
    }

    // Called by the task thread.

    /** @throws ConnectException if the writer thread has failed */
    synchronized void throwFailure() {
        if (failure != null) {
            throw new ConnectException(failure.getMessage(), failure);
        }
    }

    synchronized void assign(Set<TopicPartition> partitions) {
        unclaimed.addAll(partitions);
        notifyAll();
    }

    /** Waits until all partitions are claimed, the timeout expires, or the writer fails. */
    synchronized void awaitClaims(long timeoutMs) throws InterruptedException {
        awaitUntil(timeoutMs, () -> unclaimed.isEmpty() || failure != null);
    }

    /** Returns and removes the stored offsets reported by the writer. Unknown offsets are -1. */
    synchronized Map<TopicPartition, Long> takeOffsets() {
        Map<TopicPartition, Long> taken = new HashMap<>(storedOffsets);
        storedOffsets.clear();
        return taken;
    }

    /** Null while records cannot be accepted: without a connection, or before the task has applied the stored offsets. */
    synchronized @Nullable Session session() {
        return storedOffsets.isEmpty() ? session : null;
    }

    synchronized boolean isOwned(TopicPartition partition) {
        return owned.contains(partition);
    }

    /** The batch to fill. The caller must hold the monitor while it uses the batch. */
    SinkBatch filling() {
        if (filling.isEmpty()) {
            filling.open(clock.nowNs());
        }
        return filling;
    }

    /** Notifies the writer that the batch has records, which starts the linger timeout. */
    synchronized void onFilled() {
        if (!filling.isEmpty()) {
            notifyAll();
        }
    }

    /**
     * Queues the batch that is being filled, and waits until the queue is empty.
     *
     * @return false if the timeout expired, the session changed, or the writer failed
     */
    synchronized boolean handOver(long timeoutMs) throws InterruptedException {
        Session before = session;
        awaitUntil(timeoutMs, () -> queued == null || session != before || failure != null);
        if (session != before || failure != null || queued != null) {
            return false;
        }
        queued = filling;
        filling = spare.remove();
        notifyAll();
        return true;
    }

    /** Requests that the batch is written without waiting for the linger timeout. */
    synchronized void flush() {
        if (!filling.isEmpty()) {
            flushing = true;
            notifyAll();
        }
    }

    /** @return whether all batches were written before the timeout expired, the connection was lost, or the writer failed */
    synchronized boolean awaitDrained(long timeoutMs) throws InterruptedException {
        awaitUntil(timeoutMs, () -> isDrained() || session == null || failure != null);
        return isDrained();
    }

    private boolean isDrained() {
        return filling.isEmpty() && queued == null && writing == null;
    }

    /** Releases revoked partitions. Unwritten records are dropped; the remaining partitions are read again from their offsets. */
    synchronized void release(Set<TopicPartition> partitions) {
        owned.removeAll(partitions);
        unclaimed.removeAll(partitions);
        storedOffsets.keySet().removeAll(partitions);
        committed.keySet().removeAll(partitions);
        if (!isDrained()) {
            requestResync();
        }
        notifyAll();
    }

    /** Drops unwritten records. No records are accepted until the writer has reported the stored offsets. */
    private void requestResync() {
        dropUnwritten();
        session = null;
        resync = true;
    }

    synchronized int queueDepth() {
        return queued == null ? 0 : 1;
    }

    synchronized Map<TopicPartition, Long> committed() {
        return new HashMap<>(committed);
    }

    synchronized void stop() {
        stopping = true;
        notifyAll();
    }

    /** Requests new columns. Unwritten records are dropped and read again after the columns exist. */
    synchronized void requestColumns(String topic, Map<String, String> columns) {
        requestedColumns.computeIfAbsent(topic, first -> new HashMap<>()).putAll(columns);
        requestResync();
        notifyAll();
    }

    /**
     * Requests the encoder of a topic. Unwritten records are dropped and read again after the encoder exists.
     *
     * @param schemas of the topic's first record that has no encoder
     */
    synchronized void requestTopic(String topic, RecordSchemas schemas) {
        boolean isNew = !requestedTopics.containsKey(topic);
        requestedTopics.merge(topic, schemas, (first, next) -> first.hasValue() ? first : next);
        if (isNew) {
            requestResync();
            notifyAll();
        }
    }

    // Called by the writer thread.

    synchronized Map<String, RecordSchemas> takeRequestedTopics() {
        Map<String, RecordSchemas> taken = new HashMap<>(requestedTopics);
        requestedTopics.clear();
        return taken;
    }

    synchronized Map<String, Map<String, String>> takeRequestedColumns() {
        Map<String, Map<String, String>> taken = new HashMap<>(requestedColumns);
        requestedColumns.clear();
        return taken;
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    /** Makes a session available to the task. No batch is queued or written at this time, so batches can drop old layouts. */
    synchronized void publish(Session opened) {
        session = opened;
        filling.forgetTables();
        spare.forEach(SinkBatch::forgetTables);
        notifyAll();
    }

    synchronized Set<TopicPartition> unclaimed() {
        return new HashSet<>(unclaimed);
    }

    synchronized Set<TopicPartition> owned() {
        return new HashSet<>(owned);
    }

    /** Reports stored offsets to the task. Partitions that were released in the meantime are ignored. */
    synchronized void onClaimed(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, next) -> {
            if (unclaimed.remove(partition) || owned.contains(partition)) {
                owned.add(partition);
                storedOffsets.put(partition, next);
            }
        });
        notifyAll();
    }

    synchronized boolean takeResync() {
        boolean requested = resync;
        resync = false;
        return requested;
    }

    /** Topics of the assigned partitions. */
    synchronized Set<String> assignedTopics() {
        return Stream.concat(owned.stream(), unclaimed.stream())
                .map(TopicPartition::topic)
                .collect(Collectors.toSet());
    }

    /** When {@link #take} must return, even without a batch; {@link Long#MAX_VALUE} for never. */
    synchronized void wakeUpAt(long monoNs) {
        wakeUpMonoNs = monoNs;
    }

    private long untilWakeUpNs() {
        return wakeUpMonoNs == Long.MAX_VALUE ? MonitorWaiter.FOREVER : Math.max(1, wakeUpMonoNs - clock.nowNs());
    }

    private boolean mustWakeUp() {
        return wakeUpMonoNs != Long.MAX_VALUE && wakeUpMonoNs - clock.nowNs() <= 0;
    }

    /** Waits for work. @return a batch to write; null if the writer must stop, resync, wake up, or claim partitions first */
    synchronized @Nullable SinkBatch take() throws InterruptedException {
        while (!stopping && !resync && unclaimed.isEmpty() && !mustWakeUp()) {
            if (queued != null) {
                writing = queued;
                queued = null;
                notifyAll();
                return writing;
            }
            if (filling.isEmpty()) {
                waiter.await(this, untilWakeUpNs());
                continue;
            }
            long remainingNs = filling.openedMonoNs() + lingerNs - clock.nowNs();
            if (flushing || remainingNs <= 0) {
                flushing = false;
                writing = filling;
                filling = spare.remove();
                return writing;
            }
            waiter.await(this, remainingNs);
        }
        return null;
    }

    synchronized void onWritten(SinkBatch batch) {
        committed.putAll(batch.nextOffsets());
        committed.keySet().retainAll(owned);
        recycle(batch);
        writing = null;
        notifyAll();
    }

    /** Drops everything that is not committed, after a failure. The task reads it again from Kafka. */
    synchronized void onDisconnected() {
        session = null;
        dropUnwritten();
        if (writing != null) {
            recycle(writing);
            writing = null;
        }
        notifyAll();
    }

    private void dropUnwritten() {
        filling.clear();
        if (queued != null) {
            recycle(queued);
            queued = null;
        }
        flushing = false;
    }

    private void recycle(SinkBatch batch) {
        batch.clear();
        spare.add(batch);
    }

    synchronized void fail(RuntimeException cause) {
        failure = cause;
        notifyAll();
    }

    /** Waits for the duration, or until {@link #stop}. */
    synchronized void pause(long durationMs) throws InterruptedException {
        awaitUntil(durationMs, () -> stopping);
    }

    private void awaitUntil(long timeoutMs, BooleanSupplier condition) throws InterruptedException {
        long deadlineMonoNs = clock.nowNs() + timeoutMs * 1_000_000;
        while (!condition.getAsBoolean()) {
            long remainingNs = deadlineMonoNs - clock.nowNs();
            if (remainingNs <= 0) {
                return;
            }
            waiter.await(this, remainingNs);
        }
    }
}
