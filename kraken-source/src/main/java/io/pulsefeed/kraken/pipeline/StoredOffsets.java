package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.kraken.record.Offsets;
import io.pulsefeed.kraken.wire.Pair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** The offsets that the worker has stored, read in one go, since each look-up reads the offset topic to its end. */
final class StoredOffsets {

    private final Map<Map<String, Object>, Map<String, Object>> stored;

    StoredOffsets(OffsetStorageReader reader, Collection<Pair> pairs, Backfill.Range backfill) {
        Set<Map<String, Object>> partitions = new HashSet<>();
        for (Pair pair : pairs) {
            partitions.addAll(spellings("trade", pair));
            partitions.addAll(spellings("ticker", pair));
            if (backfill != null) {
                partitions.add(Offsets.backfillPartition(pair, backfill.fromNanos(), backfill.toNanos()));
            }
        }
        this.stored = reader.offsets(partitions);
    }

    /** Offsets written under the other spelling of a pair count as well. */
    private static List<Map<String, Object>> spellings(String channel, Pair pair) {
        List<Map<String, Object>> partitions = new ArrayList<>();
        partitions.add(Offsets.partition(channel, pair.name()));
        if (!pair.name().equals(pair.commonName())) {
            partitions.add(Offsets.partition(channel, pair.commonName()));
        }
        return partitions;
    }

    /** Null when there is none. */
    Map<String, Object> of(String channel, Pair pair) {
        for (Map<String, Object> partition : spellings(channel, pair)) {
            Map<String, Object> offset = stored.get(partition);
            if (offset != null) {
                return offset;
            }
        }
        return null;
    }

    /** Null when there is none. */
    Map<String, Object> ofBackfill(Pair pair, Backfill.Range range) {
        return stored.get(Offsets.backfillPartition(pair, range.fromNanos(), range.toNanos()));
    }
}
