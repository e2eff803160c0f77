package io.pulsefeed.console.feed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The newest elements, at most a fixed number, and those that are new since the last {@link #drain}. Not thread-safe. */
final class Ring<T> {

    private final int capacity;
    private final ArrayDeque<T> elements = new ArrayDeque<>();
    private int fresh;
    private long skipped;

    Ring(int capacity) {
        this.capacity = capacity;
    }

    void add(T element) {
        elements.addLast(element);
        if (elements.size() > capacity) {
            elements.removeFirst();
        }
        if (fresh == capacity) {
            skipped++;
        } else {
            fresh++;
        }
    }

    List<T> all() {
        return new ArrayList<>(elements);
    }

    /** The elements that were added since the last call and are still kept, oldest first. */
    List<T> drain() {
        List<T> all = all();
        List<T> newest = all.subList(all.size() - fresh, all.size());
        fresh = 0;
        return newest;
    }

    /** Number of elements that were replaced before they were drained. */
    long skipped() {
        return skipped;
    }

    boolean hasFresh() {
        return fresh > 0;
    }
}
