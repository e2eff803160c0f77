package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.kraken.client.DataListener;
import io.pulsefeed.kraken.client.InstrumentListener;
import io.pulsefeed.kraken.config.QueueConfig;
import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.InstrumentUpdate;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Timestamps;
import io.pulsefeed.kraken.wire.Trade;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the client threads and the task thread. Thread-safe.
 *
 * <p>When it is full, it keeps only the newest ticker of each pair and refuses trades; the connection then ends, and the gap rule
 * fetches the refused trades through REST. Book messages are dropped, and the book of the pair is requested again. Answers of REST
 * always fit, because each pair has at most one query in flight.
 */
public final class EventQueue implements DataListener, InstrumentListener {

    /** Approximate length of a level in a frame. */
    private static final int LEVEL_BYTES = 40;

    private record Entry(Event event, int records, int bytes) {}

    private final int maxRecords;
    private final long maxBytes;
    private final ReceiveTime receiveTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final Set<Pair> droppedBooks = new LinkedHashSet<>();
    private final Map<Pair, Ticker> conflatedTickers = new LinkedHashMap<>();

    /** Of the frame that is being parsed. Its trades and tickers follow on the same thread. */
    private volatile long recvEpochNs = ReceiveTime.UNKNOWN;

    private volatile int records;
    private volatile long bytes;
    private volatile long conflations;

    /** A queue that does not take receive times. */
    public EventQueue(QueueConfig config) {
        this(config, ReceiveTime.NONE);
    }

    public EventQueue(QueueConfig config, ReceiveTime receiveTime) {
        this(config.maxRecords(), config.maxBytes(), receiveTime);
    }

    EventQueue(int maxRecords, long maxBytes, ReceiveTime receiveTime) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
        this.receiveTime = receiveTime;
    }

    @Override
    public void onFrame() {
        recvEpochNs = receiveTime.nowEpochNs();
    }

    /** {@inheritDoc} The length of the frame approximates the heap size of its trades in bytes. */
    @Override
    public boolean onTrades(List<Trade> trades, int size) {
        lock.lock();
        try {
            if (isFull(trades.size(), size)) {
                return false;
            }
            add(new Event.TradesReceived(received(trades)), trades.size(), size);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private List<Trade> received(List<Trade> trades) {
        long frameRecvEpochNs = recvEpochNs;
        return frameRecvEpochNs == ReceiveTime.UNKNOWN
                ? trades
                : trades.stream()
                        .map(trade -> trade.receivedAt(frameRecvEpochNs))
                        .toList();
    }

    /** Accepts all tickers. In a full queue each one replaces the older ticker of its pair. */
    @Override
    public void onTickers(List<Ticker> tickers, int size) {
        for (Ticker ticker : tickers) {
            addTicker(ticker.receivedAt(recvEpochNs), size / tickers.size());
        }
    }

    private void addTicker(Ticker ticker, int size) {
        lock.lock();
        try {
            if (conflatedTickers.containsKey(ticker.pair()) || records >= maxRecords || bytes + size > maxBytes) {
                if (conflatedTickers.put(ticker.pair(), ticker) != null) {
                    conflations++;
                }
                notEmpty.signal();
                return;
            }
            add(new Event.TickerReceived(ticker), 1, size);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onBooks(List<BookUpdate> updates, int size) {
        lock.lock();
        try {
            for (BookUpdate update : updates) {
                int levels = 1 + update.bids().size() + update.asks().size();
                if (isFull(1, size) || droppedBooks.contains(update.pair()) && !update.isSnapshot()) {
                    droppedBooks.add(update.pair());
                    notEmpty.signal();
                } else {
                    add(new Event.BookReceived(update, recvEpochNs), 1, Math.min(size, levels * LEVEL_BYTES));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onBookIncomplete(Pair pair) {
        lock.lock();
        try {
            droppedBooks.add(pair);
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean onInstruments(InstrumentUpdate update, int size, Instant received) {
        lock.lock();
        try {
            int count = update.instruments().size();
            if (isFull(count, size)) {
                return false;
            }
            add(new Event.InstrumentsReceived(update, Timestamps.epochNanos(received)), count, size);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** An empty queue accepts a frame of any size, because a frame larger than the queue could never be accepted. */
    private boolean isFull(int moreRecords, int moreBytes) {
        return records > 0 && (records + moreRecords > maxRecords || bytes + moreBytes > maxBytes);
    }

    @Override
    public void onSystemStatus(boolean online) {
        addUnbounded(new Event.SystemStatusChanged(online));
    }

    /** Adds an event that does not count against the limits. */
    void addUnbounded(Event event) {
        lock.lock();
        try {
            add(event, 0, 0);
        } finally {
            lock.unlock();
        }
    }

    private void add(Event event, int eventRecords, int eventBytes) {
        entries.add(new Entry(event, eventRecords, eventBytes));
        records += eventRecords;
        bytes += eventBytes;
        notEmpty.signal();
    }

    /** Removes the next event. Returns null if the queue is empty. */
    @Nullable
    Event poll() {
        lock.lock();
        try {
            Entry entry = entries.poll();
            if (entry != null) {
                records -= entry.records;
                bytes -= entry.bytes;
                return entry.event;
            }
            if (!droppedBooks.isEmpty()) {
                Pair pair = droppedBooks.iterator().next();
                droppedBooks.remove(pair);
                return new Event.BookDropped(pair);
            }
            if (conflatedTickers.isEmpty()) {
                return null;
            }
            Pair first = conflatedTickers.keySet().iterator().next();
            return new Event.TickerReceived(conflatedTickers.remove(first));
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the queue has an event, at most {@code timeoutNs}. */
    void await(long timeoutNs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long leftNs = timeoutNs;
            while (entries.isEmpty() && conflatedTickers.isEmpty() && droppedBooks.isEmpty() && leftNs > 0) {
                leftNs = notEmpty.awaitNanos(leftNs);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The number of records in the queue. */
    public int records() {
        return records;
    }

    /** The approximate size of the records in the queue. */
    public long bytes() {
        return bytes;
    }

    /** The number of tickers that were replaced by a newer one. */
    public long conflations() {
        return conflations;
    }

    /** {@inheritDoc} True at or below half of both limits. */
    @Override
    public boolean hasRecovered() {
        return records <= maxRecords / 2 && bytes <= maxBytes / 2;
    }
}
