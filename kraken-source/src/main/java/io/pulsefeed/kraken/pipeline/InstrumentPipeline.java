package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.config.PairSpelling;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.record.InstrumentRecords;
import io.pulsefeed.kraken.record.InstrumentRecords.Type;
import io.pulsefeed.kraken.wire.Instrument;
import io.pulsefeed.kraken.wire.InstrumentUpdate;
import io.pulsefeed.kraken.wire.RejectReason;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pairs and assets of Kraken's catalog. Emits each one at the start and whenever it differs from what was emitted, so a snapshot
 * after a reconnect emits only what changed meanwhile. Used by the task thread.
 */
final class InstrumentPipeline {

    /** Kraken has about 2,000. Further ones are emitted, but not compared. */
    private static final int MAX_KNOWN = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(InstrumentPipeline.class);

    private record Key(Instrument.Kind kind, String name) {}

    private final InstrumentRecords records;
    private final boolean commonSpelling;
    private final SourceMetrics metrics;
    private final LogThrottle throttledLog;
    private final Map<Key, String> known = new HashMap<>();

    InstrumentPipeline(PipelineSettings settings, SourceMetrics metrics, Clock clock, MonotonicClock monotonic) {
        this.records = new InstrumentRecords(
                settings.output().instrumentTopic(), settings.output().valueFormat(), clock);
        this.commonSpelling = settings.output().pairSpelling() == PairSpelling.COMMON;
        this.metrics = metrics;
        this.throttledLog = new LogThrottle(LOG, monotonic);
    }

    /**
     * Adds the records of a message to {@code out}.
     *
     * @param timeEpochNs when it arrived
     */
    void accept(InstrumentUpdate update, long timeEpochNs, boolean hasReceiveTime, List<SourceRecord> out) {
        long recvEpochNs = hasReceiveTime ? timeEpochNs : ReceiveTime.UNKNOWN;
        Type type = update.isSnapshot() ? Type.SNAPSHOT : Type.UPDATE;
        if (update.setAside() > 0) {
            metrics.rejected(RejectReason.UNKNOWN_SYMBOL).add(update.setAside());
            throttledLog.warn(
                    "set aside",
                    update.setAside(),
                    "Kraken's catalog has an element without a usable name: " + update.firstSetAside());
        }
        Set<Key> listed = new HashSet<>();
        for (Instrument instrument : update.instruments()) {
            Key key = new Key(instrument.kind(), commonSpelling ? instrument.commonName() : instrument.name());
            listed.add(key);
            if (!instrument.json().isEmpty() && !instrument.json().equals(known.get(key))) {
                if (known.size() < MAX_KNOWN || known.containsKey(key)) {
                    known.put(key, instrument.json());
                }
                out.add(records.record(key.kind, key.name, type, instrument.json(), timeEpochNs, recvEpochNs));
                metrics.instruments.increment();
            }
        }
        if (update.isSnapshot()) {
            for (Key key : removed(listed)) {
                known.remove(key);
                out.add(records.record(key.kind, key.name, Type.REMOVED, "null", timeEpochNs, recvEpochNs));
                metrics.instruments.increment();
            }
        }
    }

    /** A snapshot without any pair, or without any asset, says nothing about those. */
    private List<Key> removed(Set<Key> listed) {
        Set<Instrument.Kind> kinds = EnumSet.noneOf(Instrument.Kind.class);
        listed.forEach(key -> kinds.add(key.kind));
        List<Key> removed = new ArrayList<>(known.keySet());
        removed.removeIf(key -> listed.contains(key) || !kinds.contains(key.kind));
        return removed;
    }
}
