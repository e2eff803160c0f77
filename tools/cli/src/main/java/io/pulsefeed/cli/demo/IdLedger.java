package io.pulsefeed.cli.demo;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** Which numbered events of each stream arrived, and how often more than once. Thread-safe. */
final class IdLedger {

    private final Map<String, Seen> streams = new TreeMap<>();

    /** What one comparison found. */
    record Balance(long lost, long duplicated) {}

    /** Notes event {@code id} of {@code stream}; ids below {@code first} belong to an earlier run. */
    synchronized void expectFrom(String stream, long first) {
        streams.put(stream, new Seen(first));
    }

    synchronized void arrived(String stream, long id) {
        Seen seen = streams.get(stream);
        if (seen != null && id >= seen.first) {
            int index = Math.toIntExact(id - seen.first);
            if (seen.ids.get(index)) {
                seen.duplicated++;
            }
            seen.ids.set(index);
        }
    }

    /** Compares with the truth: the last id that was really sent in each stream. */
    synchronized Balance against(Map<String, Long> lastSent) {
        long lost = 0;
        long duplicated = 0;
        for (Map.Entry<String, Seen> stream : streams.entrySet()) {
            Seen seen = stream.getValue();
            long last = lastSent.getOrDefault(stream.getKey(), seen.first - 1);
            int sent = Math.toIntExact(last - seen.first + 1);
            lost += sent - seen.ids.get(0, Math.max(0, sent)).cardinality();
            duplicated += seen.duplicated;
        }
        return new Balance(lost, duplicated);
    }

    private static final class Seen {

        private final long first;
        private final BitSet ids = new BitSet();
        private long duplicated;

        private Seen(long first) {
            this.first = first;
        }
    }
}
