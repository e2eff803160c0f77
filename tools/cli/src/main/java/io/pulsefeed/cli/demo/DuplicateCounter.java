package io.pulsefeed.cli.demo;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Counts numbers that occur more than once in their stream. Gaps between numbers are allowed. Thread-safe. */
final class DuplicateCounter {

    private final Map<String, BitSet> streams = new HashMap<>();
    private long duplicates;

    synchronized void onReceived(String stream, long number) {
        BitSet received = streams.computeIfAbsent(stream, name -> new BitSet());
        int index = Math.toIntExact(number);
        if (received.get(index)) {
            duplicates++;
        }
        received.set(index);
    }

    synchronized long duplicates() {
        return duplicates;
    }
}
