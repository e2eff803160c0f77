package io.pulsefeed.emotibit.clock;

/**
 * The quickest live packet of every half second: points of (device ms, receive time), of which the lower envelope is the clock line
 * plus the smallest one-way delay. There are hundreds of them where there are dozens of sync exchanges, so they settle the drift.
 */
final class ArrivalEnvelope {

    private static final int KEPT = 512;
    private static final long BIN_MS = 500;
    private static final double NOMINAL_RATE = 1000;

    private final double[] deviceMs = new double[KEPT];
    private final double[] hostMicros = new double[KEPT];
    private int size;
    private int next;
    private long bin = Long.MIN_VALUE;
    private double bestMs;
    private double bestMicros;

    /** Takes a packet; true when it closed a bin or was the very first. */
    boolean add(long ms, long micros) {
        long at = Math.floorDiv(ms, BIN_MS);
        if (at < bin) {
            // Back-dated (BI, SA) or late: its delay says nothing about the network.
            return false;
        }
        if (at == bin) {
            if (micros - NOMINAL_RATE * ms < bestMicros - NOMINAL_RATE * bestMs) {
                bestMs = ms;
                bestMicros = micros;
            }
            return false;
        }
        if (bin != Long.MIN_VALUE) {
            deviceMs[next] = bestMs;
            hostMicros[next] = bestMicros;
            next = (next + 1) % KEPT;
            size = Math.min(KEPT, size + 1);
        }
        bin = at;
        bestMs = ms;
        bestMicros = micros;
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
        return size < 2 ? 0 : deviceMs[(next + KEPT - 1) % KEPT] - deviceMs[size < KEPT ? 0 : next];
    }

    /** Intercept at device time {@code originMs} of the highest line of this rate that no packet is below; includes the open bin. */
    double floor(double rate, double originMs) {
        double floor = bin == Long.MIN_VALUE ? Double.MAX_VALUE : bestMicros - rate * (bestMs - originMs);
        for (int i = 0; i < size; i++) {
            floor = Math.min(floor, hostMicros[i] - rate * (deviceMs[i] - originMs));
        }
        return floor;
    }

    /** Sum over the points of their height above that line, in microseconds. */
    double excess(double rate, double originMs) {
        double floor = Double.MAX_VALUE;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double intercept = hostMicros[i] - rate * (deviceMs[i] - originMs);
            floor = Math.min(floor, intercept);
            sum += intercept;
        }
        return size == 0 ? 0 : sum - size * floor;
    }
}
