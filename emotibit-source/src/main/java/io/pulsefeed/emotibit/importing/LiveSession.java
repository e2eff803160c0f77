package io.pulsefeed.emotibit.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the topics have of one live session: which packets, their times, and the ends of the metric windows. A day needs a few tens of
 * megabytes. Not thread-safe.
 */
final class LiveSession {

    /** Late packets can have numbers below the first one. */
    private static final int BELOW_FIRST = 1 << 16;

    private static final int PROBE_EVERY = 32;
    private static final long KNOT_MS = 500;
    private static final int NUMBER_BITS = 16;
    private static final long MAX_NUMBER = Integer.MAX_VALUE;

    private final String deviceId;
    private final String sessionId;
    private final NumberSet live = new NumberSet();
    private final NumberSet backfilled = new NumberSet();
    private final Map<Long, long[]> probes = new HashMap<>();
    private final List<Long> windowEndsUs = new ArrayList<>();
    private long[] knotMs = new long[64];
    private long[] knotUs = new long[64];
    private int knots;

    LiveSession(String deviceId, String sessionId) {
        this.deviceId = deviceId;
        this.sessionId = sessionId;
    }

    String deviceId() {
        return deviceId;
    }

    String sessionId() {
        return sessionId;
    }

    /**
     * Adds a packet of the raw topic.
     *
     * @param isTimed whether its time is that of the session's clock, and not before the time of its predecessor
     */
    void add(long number, long deviceMs, long epochUs, boolean isTimed, boolean isBackfilled) {
        if (number < -BELOW_FIRST || number > MAX_NUMBER) {
            return;
        }
        (isBackfilled ? backfilled : live).add(number);
        if (number % PROBE_EVERY == 0) {
            probes.put(probe(number, deviceMs), new long[] {number, deviceMs});
        }
        boolean isNext = knots == 0 || deviceMs >= knotMs[knots - 1] + KNOT_MS && epochUs > knotUs[knots - 1];
        if (isTimed && !isBackfilled && isNext) {
            if (knots == knotMs.length) {
                knotMs = Arrays.copyOf(knotMs, 2 * knots);
                knotUs = Arrays.copyOf(knotUs, 2 * knots);
            }
            knotMs[knots] = deviceMs;
            knotUs[knots++] = epochUs;
        }
    }

    void addWindow(long endEpochUs) {
        windowEndsUs.add(endEpochUs);
    }

    /** The unwrapped number and device time of the packet with this number and time modulo their ranges; null if not probed. */
    long @Nullable [] find(int packetNumber, long timestamp) {
        return probes.get(probe(packetNumber, timestamp));
    }

    private static long probe(long number, long deviceMs) {
        return (deviceMs & 0xFFFF_FFFFL) << NUMBER_BITS | number & 0xFFFF;
    }

    boolean isLive(long number) {
        return live.contains(number);
    }

    boolean hasPacket(long number) {
        return live.contains(number) || backfilled.contains(number);
    }

    /** The lowest number that arrived live. */
    long first() {
        return live.first(-BELOW_FIRST - 1);
    }

    /** The highest number that arrived live. */
    long last() {
        return live.last(-BELOW_FIRST - 1);
    }

    /** Whether the session has enough times to place further packets. */
    boolean hasClock() {
        return knots > 1;
    }

    /** Wall-clock time of a device time: between the published times of the session, extrapolated with its mean rate outside. */
    double epochUs(double deviceMs) {
        int after = Arrays.binarySearch(knotMs, 0, knots, (long) Math.ceil(deviceMs));
        after = after < 0 ? -after - 1 : after;
        if (after == 0 || after == knots) {
            int at = after == 0 ? 0 : knots - 1;
            double rate = (double) (knotUs[knots - 1] - knotUs[0]) / (knotMs[knots - 1] - knotMs[0]);
            return knotUs[at] + (deviceMs - knotMs[at]) * rate;
        }
        double share = (deviceMs - knotMs[after - 1]) / (knotMs[after] - knotMs[after - 1]);
        return knotUs[after - 1] + share * (knotUs[after] - knotUs[after - 1]);
    }

    /** The end of a published window, from which all other ends are whole hops away; null if no window was published. */
    @Nullable
    Long anyWindowEndUs() {
        return windowEndsUs.isEmpty() ? null : windowEndsUs.get(0);
    }

    /** The end of the published window next to {@code endUs}, if it is within 50 ms; otherwise {@code endUs}. */
    long publishedEndUs(long endUs) {
        for (long published : windowEndsUs) {
            if (Math.abs(published - endUs) < 50_000) {
                return published;
            }
        }
        return endUs;
    }
}
