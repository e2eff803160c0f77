package io.pulsefeed.emotibit.clock;

/**
 * The packet with the smallest delay of every half second, as points of (device ms, receive time). Their lower envelope is the clock
 * line plus the minimum one-way delay. There are hundreds of these points, but only dozens of sync exchanges, so they determine the
 * drift.
 */
final class ArrivalEnvelope {

    private static final int MAX_POINTS = 512;
    private static final long BIN_MS = 500;
    private static final double NOMINAL_RATE = 1000;

    private final double[] deviceMs = new double[MAX_POINTS];
    private final double[] hostUs = new double[MAX_POINTS];
    private int size;
    private int next;
    private long bin = Long.MIN_VALUE;
    private double bestMs;
    private double bestUs;

    /** @return whether the packet closed a bin or was the first one */
    boolean add(long ms, long micros) {
        long at = Math.floorDiv(ms, BIN_MS);
        if (at < bin) {
            // Back-dated (BI, SA) or late packets do not measure the network delay.
            return false;
        }
        if (at == bin) {
            if (micros - NOMINAL_RATE * ms < bestUs - NOMINAL_RATE * bestMs) {
                bestMs = ms;
                bestUs = micros;
            }
            return false;
        }
        if (bin != Long.MIN_VALUE) {
            deviceMs[next] = bestMs;
            hostUs[next] = bestUs;
            next = (next + 1) % MAX_POINTS;
            size = Math.min(MAX_POINTS, size + 1);
        }
        bin = at;
        bestMs = ms;
        bestUs = micros;
        return true;
    }

    void clear() {
        size = 0;
        next = 0;
        bin = Long.MIN_VALUE;
    }

    int size() {
        return size;
    }

    /** Device time between the oldest and the newest point. */
    double spanMs() {
        return size < 2 ? 0 : deviceMs[(next + MAX_POINTS - 1) % MAX_POINTS] - deviceMs[size < MAX_POINTS ? 0 : next];
    }

    /** Intercept at {@code originMs} of the highest line of this rate below all packets, including those of the open bin. */
    double floor(double rate, double originMs) {
        double floor = bin == Long.MIN_VALUE ? Double.MAX_VALUE : bestUs - rate * (bestMs - originMs);
        for (int i = 0; i < size; i++) {
            floor = Math.min(floor, hostUs[i] - rate * (deviceMs[i] - originMs));
        }
        return floor;
    }

    /** Sum of the heights of all points above the highest line below them, in microseconds. */
    double excess(double rate, double originMs) {
        double floor = Double.MAX_VALUE;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double intercept = hostUs[i] - rate * (deviceMs[i] - originMs);
            floor = Math.min(floor, intercept);
            sum += intercept;
        }
        return size == 0 ? 0 : sum - size * floor;
    }
}
