package io.pulsefeed.cli.demo;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Counts numbers that come more than once in their stream, where the numbers of a stream need not be dense. Thread-safe. */
final class RepeatLedger {

    private final Map<String, BitSet> streams = new HashMap<>();
    private long repeated;

    synchronized void arrived(String stream, long number) {
        BitSet seen = streams.computeIfAbsent(stream, any -> new BitSet());
        int index = Math.toIntExact(number);
        if (seen.get(index)) {
            repeated++;
        }
        seen.set(index);
    }

    synchronized long repeated() {
        return repeated;
    }
}
