package io.pulsefeed.timescale.write;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * What the task's thread and the writer thread share, under one monitor: three batches that go round (one is filled, one
 * waits, one is written), the partitions that wait for their position, and how far each is committed.
 */
final class Exchange {

    private final LongSupplier nanos;
    private final long lingerNanos;
    private final Deque<SinkBatch> spare = new ArrayDeque<>();
    private final Set<TopicPartition> unclaimed = new HashSet<>();
    private final Set<TopicPartition> owned = new HashSet<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<String, Map<String, String>> wantedColumns = new HashMap<>();
    private SinkBatch open = new SinkBatch();
    private SinkBatch queued;
    private SinkBatch writing;
    private Session session;
    private RuntimeException failure;
    private boolean flushing;
    private boolean resync;
    private boolean stopping;

    Exchange(long lingerMs, LongSupplier nanos) {
        this.lingerNanos = lingerMs * 1_000_000;
        this.nanos = nanos;
        spare.add(new SinkBatch());
        spare.add(new SinkBatch());
    }

    // The task's side.

    synchronized void throwFailure() {
        if (failure != null) {
            throw new ConnectException(failure.getMessage(), failure);
        }
    }

    synchronized void assign(Set<TopicPartition> partitions) {
        unclaimed.addAll(partitions);
        notifyAll();
    }

    /** Waits until no partition waits for its position, or the time is over, or the writer has failed. */
    synchronized void awaitClaims(long millis) throws InterruptedException {
        awaitUntil(millis, () -> unclaimed.isEmpty() || failure != null);
    }

    /** The positions that the writer has found since the last call; -1 where nothing was written yet. */
    synchronized Map<TopicPartition, Long> takePositions() {
        Map<TopicPartition, Long> taken = new HashMap<>(positions);
        positions.clear();
        return taken;
    }

    /** Null while records cannot be taken: no connection, or positions that the task has not moved to yet. */
    synchronized Session session() {
        return positions.isEmpty() ? session : null;
    }

    synchronized boolean isOwned(TopicPartition partition) {
        return owned.contains(partition);
    }

    /** The batch to fill; hold the monitor meanwhile. */
    SinkBatch open() {
        if (open.isEmpty()) {
            open.open(nanos.getAsLong());
        }
        return open;
    }

    /** Tells the writer that the open batch has rows: from now on it looks at the clock. */
    synchronized void filled() {
        if (!open.isEmpty()) {
            notifyAll();
        }
    }

    /** Puts the open batch into the queue, and waits for room there. @return false when there was none in time */
    synchronized boolean handOver(long millis) throws InterruptedException {
        Session before = session;
        awaitUntil(millis, () -> queued == null || session != before || failure != null);
        if (session != before || failure != null || queued != null) {
            return false;
        }
        queued = open;
        open = spare.remove();
        notifyAll();
        return true;
    }

    /** Asks for everything at hand to be written now. */
    synchronized void flush() {
        if (!open.isEmpty()) {
            flushing = true;
            notifyAll();
        }
    }

    synchronized boolean awaitDrained(long millis) throws InterruptedException {
        awaitUntil(millis, () -> isDrained() || session == null || failure != null);
        return isDrained();
    }

    private boolean isDrained() {
        return open.isEmpty() && queued == null && writing == null;
    }

    /** Lets partitions go. What is still unwritten is dropped; those that stay are read again from their position. */
    synchronized void release(Set<TopicPartition> partitions) {
        owned.removeAll(partitions);
        unclaimed.removeAll(partitions);
        positions.keySet().removeAll(partitions);
        committed.keySet().removeAll(partitions);
        if (!isDrained()) {
            readAgain();
        }
        notifyAll();
    }

    /** Drops what is unwritten; no record is taken until the writer has looked up the positions again. */
    private void readAgain() {
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

    /** Asks for columns; what is unwritten is read again once they are there. */
    synchronized void wantColumns(String topic, Map<String, String> columns) {
        wantedColumns.computeIfAbsent(topic, first -> new HashMap<>()).putAll(columns);
        readAgain();
        notifyAll();
    }

    // The writer's side.

    synchronized Map<String, Map<String, String>> takeWantedColumns() {
        Map<String, Map<String, String>> taken = new HashMap<>(wantedColumns);
        wantedColumns.clear();
        return taken;
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    /** Nothing is under way at that moment: the batches may forget the tables of an earlier session. */
    synchronized void publish(Session opened) {
        session = opened;
        open.forgetTables();
        spare.forEach(SinkBatch::forgetTables);
        notifyAll();
    }

    synchronized Set<TopicPartition> unclaimed() {
        return new HashSet<>(unclaimed);
    }

    synchronized Set<TopicPartition> owned() {
        return new HashSet<>(owned);
    }

    /** Hands positions to the task. Partitions that were released meanwhile are left out. */
    synchronized void claimed(Map<TopicPartition, Long> found) {
        found.forEach((partition, next) -> {
            if (unclaimed.remove(partition) || owned.contains(partition)) {
                owned.add(partition);
                positions.put(partition, next);
            }
        });
        notifyAll();
    }

    synchronized boolean takeResync() {
        boolean wanted = resync;
        resync = false;
        return wanted;
    }

    /** Waits for something to do. @return a batch, or null when there is something else than a batch to look at */
    synchronized SinkBatch take() throws InterruptedException {
        while (!stopping && !resync && unclaimed.isEmpty()) {
            if (queued != null) {
                writing = queued;
                queued = null;
                notifyAll();
                return writing;
            }
            long waitNanos = open.isEmpty() ? Long.MAX_VALUE : open.openedNanos() + lingerNanos - nanos.getAsLong();
            if (!open.isEmpty() && (flushing || waitNanos <= 0)) {
                flushing = false;
                writing = open;
                open = spare.remove();
                return writing;
            }
            if (waitNanos == Long.MAX_VALUE) {
                wait();
            } else {
                wait(waitNanos / 1_000_000, (int) (waitNanos % 1_000_000));
            }
        }
        return null;
    }

    synchronized void written(SinkBatch batch) {
        committed.putAll(batch.nextOffsets());
        committed.keySet().retainAll(owned);
        recycle(batch);
        writing = null;
        notifyAll();
    }

    /** Forgets all that is not written, after a failure: it will be read from the topics again. */
    synchronized void lost() {
        session = null;
        dropUnwritten();
        if (writing != null) {
            recycle(writing);
            writing = null;
        }
        notifyAll();
    }

    private void dropUnwritten() {
        open.clear();
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

    /** Sleeps, but not through a stop. */
    synchronized void pause(long millis) throws InterruptedException {
        awaitUntil(millis, () -> stopping);
    }

    private void awaitUntil(long millis, BooleanSupplier condition) throws InterruptedException {
        long deadline = nanos.getAsLong() + millis * 1_000_000;
        while (!condition.getAsBoolean()) {
            long left = (deadline - nanos.getAsLong() + 999_999) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
