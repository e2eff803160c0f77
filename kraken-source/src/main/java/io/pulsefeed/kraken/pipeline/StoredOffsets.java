package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.kraken.record.Offsets;
import io.pulsefeed.kraken.wire.Pair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** The stored source offsets of a task, read at once, because each lookup reads the offsets topic to its end. */
final class StoredOffsets {

    private final Map<Map<String, Object>, Map<String, Object>> offsets;
    private final Map<Map<String, Object>, Map<String, Object>> release010;

    StoredOffsets(OffsetStorageReader reader, Collection<Pair> pairs, Backfill.@Nullable Range backfill) {
        Set<Map<String, Object>> partitions = new HashSet<>();
        for (Pair pair : pairs) {
            partitions.addAll(partitions("trade", pair));
            partitions.addAll(partitions("ticker", pair));
            if (backfill != null) {
                partitions.add(backfill.partition(pair));
            }
        }
        this.offsets = reader.offsets(partitions);
        this.release010 = backfill == null ? Map.of() : release010(reader, pairs, backfill);
    }

    /**
     * The offsets of backfills that have none with the canonical order of keys. A second lookup, because maps that differ only in
     * the order of their keys are equal.
     */
    private Map<Map<String, Object>, Map<String, Object>> release010(
            OffsetStorageReader reader, Collection<Pair> pairs, Backfill.Range backfill) {
        List<Map<String, Object>> partitions = pairs.stream()
                .filter(pair -> offsets.get(backfill.partition(pair)) == null)
                .map(pair -> Offsets.backfillPartitionOfRelease010(pair, backfill.fromEpochNs(), backfill.toEpochNs()))
                .toList();
        return partitions.isEmpty() ? Map.of() : new HashMap<>(reader.offsets(partitions));
    }

    /** The partitions of a pair in both spellings, because an offset may have been written with the other one. */
    private static List<Map<String, Object>> partitions(String channel, Pair pair) {
        List<Map<String, Object>> partitions = new ArrayList<>();
        partitions.add(Offsets.partition(channel, pair.name()));
        if (!pair.name().equals(pair.commonName())) {
            partitions.add(Offsets.partition(channel, pair.commonName()));
        }
        return partitions;
    }

    /** The offset of a pair's channel, if one is stored. */
    @Nullable
    Map<String, Object> get(String channel, Pair pair) {
        for (Map<String, Object> partition : partitions(channel, pair)) {
            Map<String, Object> offset = offsets.get(partition);
            if (offset != null) {
                return offset;
            }
        }
        return null;
    }

    /** The offset of a pair's backfill, if one is stored. */
    @Nullable
    Map<String, Object> get(Pair pair, Backfill.Range range) {
        Map<String, Object> partition = range.partition(pair);
        Map<String, Object> offset = offsets.get(partition);
        return offset == null ? release010.get(partition) : offset;
    }
}
