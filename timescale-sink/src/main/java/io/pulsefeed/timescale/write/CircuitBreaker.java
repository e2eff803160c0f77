package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.BreakerConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Opens when too many records of a topic are bad, so that a broken producer does not move a whole topic to the dead letter
 * topic. Counts in consecutive windows of records; the counts of a batch become valid when it is committed.
 */
final class CircuitBreaker {

    private final BreakerConfig config;
    private Map<String, Window> windows = new HashMap<>();

    /** @param records of the window so far */
    private record Window(int records, int bad) {

        Window plus(boolean isBad, int size) {
            return records == size ? new Window(1, isBad ? 1 : 0) : new Window(records + 1, bad + (isBad ? 1 : 0));
        }
    }

    CircuitBreaker(BreakerConfig config) {
        this.config = config;
    }

    /**
     * Counts the records of a transaction that is not committed yet.
     *
     * @return the new counts, for {@link #onCommitted}
     * @throws CircuitOpenException if the share of bad records in a window exceeds the limit
     */
    Counts count(SinkBatch batch, RecordRange range) {
        if (!config.isEnabled()) {
            return new Counts(windows);
        }
        Map<String, Window> next = new HashMap<>(windows);
        double limit = config.share() * config.window();
        for (int i = range.from(); i < range.to(); i++) {
            SinkRecord record = batch.record(i);
            Window window = next.getOrDefault(record.topic(), new Window(0, 0)).plus(batch.isBad(i), config.window());
            if (window.bad() > limit) {
                throw new CircuitOpenException(
                        record.topic(),
                        window.bad() + " of the last " + window.records() + " records are bad, more than "
                                + config.share() + " of a window of " + config.window()
                                + " (circuit.breaker.share). The last one, at offset " + record.originalKafkaOffset()
                                + " of partition " + record.originalKafkaPartition() + ": "
                                + batch.errorOf(i).getMessage()
                                + ". Fix the producer or the mapping and restart the task, or move the offset past the bad"
                                + " records.");
            }
            next.put(record.topic(), window);
        }
        return new Counts(next);
    }

    void onCommitted(Counts counts) {
        windows = counts.windows;
    }

    /** The counts after a transaction. */
    static final class Counts {

        private final Map<String, Window> windows;

        private Counts(Map<String, Window> windows) {
            this.windows = windows;
        }
    }
}
