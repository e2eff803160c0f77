package io.pulsefeed.emotibit.session;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last packet of a device before a session started. Packets that the device sent since then cannot be recovered, but their
 * number can be reported.
 *
 * @param number packet number as sent, 0 to 65535
 * @param deviceMs device ms since boot
 * @param epochUs wall-clock time of the packet
 * @param monoNs monotonic time of its arrival; null if it was read from a stored offset, which another process may have written
 */
public record LastPacket(String sessionId, int number, long deviceMs, long epochUs, @Nullable Long monoNs) {

    private static final int WRAP = 1 << 16;
    /** Packet numbers per device ms of a streaming device. */
    private static final double NUMBERS_PER_MS = 0.163;
    /** Device clocks are off by up to 3.2 %. */
    private static final double CLOCK_TOLERANCE = 0.05;

    private static final long START_TOLERANCE_MS = 5_000;
    private static final long NS_PER_MS = 1_000_000;

    /**
     * Compares this packet with the first packet of a new session.
     *
     * @param first packet number, wrapped or unwrapped
     * @param firstMonoNs monotonic time of its arrival; null if unknown
     * @return a {@code reboot} event, a {@code gap} event, or null if no packet is missing
     */
    public @Nullable DeviceEvent compareWith(
            String deviceId,
            String newSessionId,
            long first,
            long firstMs,
            long firstEpochUs,
            @Nullable Long firstMonoNs) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("previous_session", sessionId);
        if (!isSameBoot(firstMs, firstEpochUs, firstMonoNs)) {
            return new DeviceEvent(deviceId, newSessionId, DeviceEvent.Type.REBOOT, firstEpochUs, detail);
        }
        long missing = missingBefore((int) (first & WRAP - 1), firstMs);
        if (missing == 0) {
            return null;
        }
        detail.put("lost", missing);
        detail.put("from", epochUs / 1e6);
        detail.put("to", firstEpochUs / 1e6);
        detail.put("reason", "not connected");
        return new DeviceEvent(deviceId, newSessionId, DeviceEvent.Type.GAP, firstEpochUs, detail);
    }

    /**
     * Whether the device's clock advanced as much as the host's, so that it did not reboot. If the host's wall clock was set between
     * two processes, the device's time tells: after a reboot, it is at most the time that has passed.
     */
    private boolean isSameBoot(long newDeviceMs, long newEpochUs, @Nullable Long newMonoNs) {
        long elapsedDeviceMs = newDeviceMs - deviceMs;
        if (elapsedDeviceMs < 0) {
            return false;
        }
        boolean measured = monoNs != null && newMonoNs != null;
        long hostMs = measured ? (newMonoNs - monoNs) / NS_PER_MS : (newEpochUs - epochUs) / 1000;
        long toleranceMs = Math.round(Math.abs(hostMs) * CLOCK_TOLERANCE) + START_TOLERANCE_MS;
        return Math.abs(elapsedDeviceMs - hostMs) <= toleranceMs || !measured && newDeviceMs > hostMs + toleranceMs;
    }

    /** The number of packets between this one and {@code nextNumber}. The elapsed device time gives the number of counter wraps. */
    private long missingBefore(int nextNumber, long nextDeviceMs) {
        long between = nextNumber - number - 1 & WRAP - 1;
        long wraps = Math.round(((nextDeviceMs - deviceMs) * NUMBERS_PER_MS - between) / WRAP);
        return between + Math.max(0, wraps) * WRAP;
    }
}
