package io.pulsefeed.kraken.sequence;

/** How many trades may wait behind gaps, in all pairs of a task together. Used by one thread. */
public final class PendingCapacity {

    private final int capacity;
    private volatile int used;

    public PendingCapacity(int capacity) {
        this.capacity = capacity;
    }

    boolean isFull() {
        return used >= capacity;
    }

    void change(int trades) {
        used = used + trades;
    }

    /** Trades waiting now; any thread may ask. */
    public int used() {
        return used;
    }
}
