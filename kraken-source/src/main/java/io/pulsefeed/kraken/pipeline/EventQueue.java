package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.kraken.client.DataListener;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one bounded queue between the threads that read from the venue and the task's thread. When it is full, tickers conflate
 * to the newest of each pair and trades are refused: the caller then gives up the connection, and the gap rule brings them back.
 * What answers a question of the task's own thread (REST pages) always fits, since it asks for one page per pair at most.
 */
public final class EventQueue implements DataListener {

    /** Something for the task's thread to do with its feed. */
    sealed interface Item {}

    /** The trades of one frame. */
    record Trades(List<Trade> trades) implements Item {}

    record OneTicker(Ticker ticker) implements Item {}

    /** The venue's engine changed its state, or the connection ended (then not online). */
    record Engine(boolean online) implements Item {}

    /** A step that needs no room of its own. */
    record Step(Runnable action) implements Item {}

    private record Entry(Item item, int records, int bytes) {}

    private final int maxRecords;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final Map<Pair, Ticker> conflated = new LinkedHashMap<>();

    private volatile int records;
    private volatile long bytes;
    private volatile long conflations;

    public EventQueue(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    /** The frame's length in characters stands for the weight of its trades on the heap in bytes, which is near to it. */
    @Override
    public boolean trades(List<Trade> trades, int size) {
        lock.lock();
        try {
            // An empty queue takes a frame of any size, else one that is larger than the queue could never pass.
            if (records > 0 && (records + trades.size() > maxRecords || bytes + size > maxBytes)) {
                return false;
            }
            add(new Trades(trades), trades.size(), size);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Always takes the tickers; when there is no room each replaces an older one of its pair. */
    @Override
    public void tickers(List<Ticker> tickers, int size) {
        for (Ticker ticker : tickers) {
            ticker(ticker, size / tickers.size());
        }
    }

    private void ticker(Ticker ticker, int size) {
        lock.lock();
        try {
            if (conflated.containsKey(ticker.pair()) || records >= maxRecords || bytes + size > maxBytes) {
                if (conflated.put(ticker.pair(), ticker) != null) {
                    conflations++;
                }
                filled.signal();
                return;
            }
            add(new OneTicker(ticker), 1, size);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void engine(boolean online) {
        always(new Engine(online));
    }

    public void step(Runnable action) {
        always(new Step(action));
    }

    private void always(Item item) {
        lock.lock();
        try {
            add(item, 0, 0);
        } finally {
            lock.unlock();
        }
    }

    private void add(Item item, int count, int size) {
        entries.add(new Entry(item, count, size));
        records += count;
        bytes += size;
        filled.signal();
    }

    /** The next item, or null. */
    Item next() {
        lock.lock();
        try {
            Entry entry = entries.poll();
            if (entry != null) {
                records -= entry.records;
                bytes -= entry.bytes;
                return entry.item;
            }
            if (conflated.isEmpty()) {
                return null;
            }
            Pair first = conflated.keySet().iterator().next();
            return new OneTicker(conflated.remove(first));
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something or the time is over. */
    void await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (entries.isEmpty() && conflated.isEmpty() && left > 0) {
                left = filled.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Records waiting. Any thread may ask. */
    public int records() {
        return records;
    }

    public long bytes() {
        return bytes;
    }

    /** Tickers that were replaced by a newer one before they could leave. */
    public long conflations() {
        return conflations;
    }

    /** Whether a connection that was given up for lack of room may come back. */
    @Override
    public boolean hasRecovered() {
        return records <= maxRecords / 2 && bytes <= maxBytes / 2;
    }
}
