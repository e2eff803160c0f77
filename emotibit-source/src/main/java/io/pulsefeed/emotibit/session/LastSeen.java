package io.pulsefeed.emotibit.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last packet of a device before a session began: what is missing since can be told, though not fetched.
 *
 * @param number packet number as sent, 0 to 65535
 * @param deviceMs device ms since its boot
 * @param epochMicros wall time of the packet
 */
public record LastSeen(String sessionId, int number, long deviceMs, long epochMicros) {

    private static final int WRAP = 1 << 16;
    private static final double NUMBERS_PER_MS = 0.163;
    /** Device clocks are off by up to 3.2 %. */
    private static final double CLOCK_TOLERANCE = 0.05;

    private static final long START_TOLERANCE_MS = 5_000;

    /**
     * What a device's first packet of a new session tells about the time since this one: a gap, a restart, or null for nothing.
     *
     * @param first packet number, with or without wraps
     */
    public Notice until(String deviceId, String newSessionId, long first, long firstMs, long firstMicros) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("previous_session", sessionId);
        if (!isSameBoot(firstMs, firstMicros)) {
            return new Notice(deviceId, newSessionId, Notice.Event.REBOOT, firstMicros, detail);
        }
        long missing = missingUntil((int) (first & WRAP - 1), firstMs);
        if (missing == 0) {
            return null;
        }
        detail.put("lost", missing);
        detail.put("from", epochMicros / 1e6);
        detail.put("to", firstMicros / 1e6);
        detail.put("reason", "not connected");
        return new Notice(deviceId, newSessionId, Notice.Event.GAP, firstMicros, detail);
    }

    /** Whether the device has run on without a restart, judged by its clock. */
    private boolean isSameBoot(long nowDeviceMs, long nowEpochMicros) {
        long wall = (nowEpochMicros - epochMicros) / 1000;
        long device = nowDeviceMs - deviceMs;
        return device >= 0 && Math.abs(device - wall) <= wall * CLOCK_TOLERANCE + START_TOLERANCE_MS;
    }

    /** How many packets lie between this one and {@code nextNumber}; the device's clock tells how often the counter wrapped. */
    private long missingUntil(int nextNumber, long nextDeviceMs) {
        long between = nextNumber - number - 1 & WRAP - 1;
        long wraps = Math.round(((nextDeviceMs - deviceMs) * NUMBERS_PER_MS - between) / WRAP);
        return between + Math.max(0, wraps) * WRAP;
    }
}
