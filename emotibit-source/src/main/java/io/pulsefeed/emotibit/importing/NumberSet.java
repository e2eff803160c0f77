package io.pulsefeed.emotibit.importing;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** A set of packet numbers: a bit for each number of the ranges that have any. Not thread-safe. */
final class NumberSet {

    private static final int RANGE_BITS = 16;
    private static final int MASK = (1 << RANGE_BITS) - 1;

    private final TreeMap<Long, BitSet> ranges = new TreeMap<>();

    void add(long number) {
        ranges.computeIfAbsent(number >> RANGE_BITS, range -> new BitSet()).set((int) (number & MASK));
    }

    boolean contains(long number) {
        BitSet range = ranges.get(number >> RANGE_BITS);
        return range != null && range.get((int) (number & MASK));
    }

    /** The lowest number, or {@code ifEmpty}. */
    long first(long ifEmpty) {
        Map.Entry<Long, BitSet> range = ranges.firstEntry();
        return range == null
                ? ifEmpty
                : (range.getKey() << RANGE_BITS) + range.getValue().nextSetBit(0);
    }

    /** The highest number, or {@code ifEmpty}. */
    long last(long ifEmpty) {
        Map.Entry<Long, BitSet> range = ranges.lastEntry();
        return range == null
                ? ifEmpty
                : (range.getKey() << RANGE_BITS) + range.getValue().length() - 1;
    }
}
