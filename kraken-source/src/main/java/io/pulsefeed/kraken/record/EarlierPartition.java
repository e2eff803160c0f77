package io.pulsefeed.kraken.record;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The source partition of a backfill with the order of keys of release 0.1.0. Equal only to itself, so that a map can contain it next to
 * the same partition in the canonical order, which the worker writes under another key.
 */
public final class EarlierPartition extends AbstractMap<String, Object> {

    private final Map<String, Object> ordered;

    private EarlierPartition(Map<String, Object> ordered) {
        this.ordered = ordered;
    }

    /**
     * Adds to a reset of backfills the reset of the partitions of release 0.1.0, which the REST API of the worker cannot address: it
     * reads every partition into a {@link java.util.HashMap}. The worker writes what this map contains after the connector has seen it.
     *
     * @param offsets source partition to offset, null for a reset; extended
     * @throws UnsupportedOperationException if the map cannot be extended
     */
    public static void addTo(Map<Map<String, ?>, @Nullable Map<String, ?>> offsets) {
        Map<Map<String, ?>, @Nullable Map<String, ?>> resets = new LinkedHashMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset == null && isBackfill(partition)) {
                resets.put(of(partition), null);
            }
        });
        if (!resets.isEmpty()) {
            offsets.putAll(resets);
        }
    }

    private static boolean isBackfill(@Nullable Map<String, ?> partition) {
        return partition != null
                && "backfill".equals(partition.get(Offsets.CHANNEL))
                && partition.keySet().equals(Set.copyOf(Offsets.ORDER_OF_RELEASE_010));
    }

    private static EarlierPartition of(Map<String, ?> partition) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        Offsets.ORDER_OF_RELEASE_010.forEach(key -> ordered.put(key, partition.get(key)));
        return new EarlierPartition(ordered);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return ordered.entrySet();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
