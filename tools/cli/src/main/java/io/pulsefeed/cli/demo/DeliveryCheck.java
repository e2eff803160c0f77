package io.pulsefeed.cli.demo;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** Records the ids of received events by stream, and compares them with what was sent. Thread-safe. */
final class DeliveryCheck {

    private final Map<String, Received> streams = new TreeMap<>();

    /** Number of events that are missing, and of those that were received more than once. */
    record Result(long lost, long duplicated) {}

    /** Registers a stream whose ids start at {@code firstId}. Lower ids are of an earlier run and are ignored. */
    synchronized void expectFrom(String stream, long firstId) {
        streams.put(stream, new Received(firstId));
    }

    synchronized void onReceived(String stream, long id) {
        Received received = streams.get(stream);
        if (received != null && id >= received.firstId) {
            int index = Math.toIntExact(id - received.firstId);
            if (received.ids.get(index)) {
                received.duplicated++;
            }
            received.ids.set(index);
        }
    }

    /** @param lastSent the last id that was sent in each stream */
    synchronized Result compareWith(Map<String, Long> lastSent) {
        long lost = 0;
        long duplicated = 0;
        for (Map.Entry<String, Received> stream : streams.entrySet()) {
            Received received = stream.getValue();
            long last = lastSent.getOrDefault(stream.getKey(), received.firstId - 1);
            int sent = Math.toIntExact(last - received.firstId + 1);
            lost += sent - received.ids.get(0, Math.max(0, sent)).cardinality();
            duplicated += received.duplicated;
        }
        return new Result(lost, duplicated);
    }

    private static final class Received {

        private final long firstId;
        private final BitSet ids = new BitSet();
        private long duplicated;

        private Received(long firstId) {
            this.firstId = firstId;
        }
    }
}
