package io.pulsefeed.kraken.sequence;

/** The number of pending trades in all pairs of a task, and its limit. Changed by one thread. */
public final class PendingCapacity {

    private final int capacity;
    private volatile int used;

    public PendingCapacity(int capacity) {
        this.capacity = capacity;
    }

    boolean isFull() {
        return used >= capacity;
    }

    void add(int trades) {
        used = used + trades;
    }

    /** The number of pending trades. Any thread may call it. */
    public int used() {
        return used;
    }
}
