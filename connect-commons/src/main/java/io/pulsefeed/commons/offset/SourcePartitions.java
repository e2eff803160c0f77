package io.pulsefeed.commons.offset;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The canonical key order of source partitions.
 *
 * <p>The worker finds an offset by the bytes of its partition, which include the order of the keys:
 *
 * <pre>
 *   task          {venue, channel, pair, from_ns, to_ns}   -> bytes of that order
 *   GET, PATCH,   bytes -> JSON -> HashMap                 -> bytes of the order of a HashMap
 *   DELETE
 * </pre>
 *
 * The REST API of the worker reads every partition into a {@link HashMap} before it uses it, so the order of a {@code HashMap} is
 * the only one that it can address.
 */
public final class SourcePartitions {

    private SourcePartitions() {}

    /** A read-only copy of {@code partition} with its keys in the canonical order. */
    public static <V> Map<String, V> canonical(Map<String, V> partition) {
        // Neither a copy constructor nor putAll(): they choose another table size, which changes the order.
        Map<String, V> copy = new HashMap<>();
        partition.forEach(copy::put);
        return Collections.unmodifiableMap(copy);
    }
}
