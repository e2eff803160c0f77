package io.pulsefeed.console.feed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Samples of the devices that a viewer has selected. The packets of the last seconds of all devices are kept undecoded, so that a device
 * has a curve as soon as it is selected. Not thread-safe.
 */
final class Signals {

    private static final int MAX_KEPT_BYTES = 6 << 20;
    private static final long KEPT_MS = 22_000;
    private static final int MAX_PENDING_PACKETS = 4_000;
    private static final double MS = 1e3;

    private final ArrayDeque<RawPacket> kept = new ArrayDeque<>();
    private final Map<String, List<Samples>> pending = new HashMap<>();
    private final Set<String> watched = new HashSet<>();
    private long keptBytes;
    private long newestMs;

    /**
     * The samples of one packet.
     *
     * @param lastMs time of the last sample
     * @param periodMs between two samples
     * @param uncertaintyMs of the times; -1 if unknown
     */
    record Samples(String tag, double lastMs, double periodMs, List<@Nullable Double> values, double uncertaintyMs) {

        Object[] row() {
            return new Object[] {tag, lastMs, periodMs, values, uncertaintyMs};
        }
    }

    void watch(Set<String> devices) {
        watched.clear();
        watched.addAll(devices);
        pending.keySet().retainAll(devices);
    }

    /** @param nowMs a later time of a packet is wrong, and must not displace the others */
    void add(RawPacket packet, long nowMs) {
        kept.addLast(packet);
        keptBytes += packet.value().length;
        newestMs = Math.max(newestMs, Math.min(nowMs, packet.timeMs()));
        while (!kept.isEmpty()
                && (keptBytes > MAX_KEPT_BYTES || kept.peekFirst().timeMs() < newestMs - KEPT_MS)) {
            keptBytes -= kept.removeFirst().value().length;
        }
        if (watched.contains(packet.device())) {
            List<Samples> samples = pending.computeIfAbsent(packet.device(), device -> new ArrayList<>());
            Samples decoded = decode(packet);
            if (decoded != null && samples.size() < MAX_PENDING_PACKETS) {
                samples.add(decoded);
            }
        }
    }

    /** The new samples of each watched device. */
    Map<String, List<Object[]>> drain() {
        Map<String, List<Object[]>> rows = new LinkedHashMap<>();
        pending.forEach((device, samples) ->
                rows.put(device, samples.stream().map(Samples::row).toList()));
        pending.clear();
        return rows;
    }

    /** The samples of the last seconds of a device. */
    List<Object[]> recent(String device) {
        List<Object[]> rows = new ArrayList<>();
        for (RawPacket packet : kept) {
            if (packet.device().equals(device)) {
                Samples decoded = decode(packet);
                if (decoded != null) {
                    rows.add(decoded.row());
                }
            }
        }
        return rows;
    }

    private static @Nullable Samples decode(RawPacket packet) {
        JsonNode json = Json.parse(packet.value());
        if (json == null
                || !json.path("timestamp").isNumber()
                || !json.path("values").isArray()) {
            return null;
        }
        List<@Nullable Double> values = new ArrayList<>(json.path("values").size());
        json.path("values").forEach(value -> values.add(value.isNumber() ? (Double) value.doubleValue() : null));
        return new Samples(
                packet.tag(),
                json.path("timestamp").doubleValue() * MS,
                json.path("period").asDouble(0) * MS,
                values,
                json.path("time_uncertainty_ms").asDouble(-1));
    }
}
