package io.pulsefeed.emotibit.clock;

/**
 * Points of (device ms, host us) that are all above the clock line, or all below it. Keeps the point that is closest to the line of
 * every half second, and the convex hull of these points, which has all points that can touch a line.
 */
final class BoundPoints {

    private static final int MAX_POINTS = 600;
    private static final double BIN_MS = 500;

    private final boolean above;
    private final double[] ms = new double[MAX_POINTS + 1];
    private final double[] us = new double[MAX_POINTS + 1];
    private final long[] sequence = new long[MAX_POINTS + 1];
    private final int[] hull = new int[MAX_POINTS + 1];
    private int size;
    private int hullSize;
    private double sumMs;
    private double sumUs;

    /** @param above whether the points are above the line: no packet arrives before it is sent */
    BoundPoints(boolean above) {
        this.above = above;
    }

    int size() {
        return size;
    }

    double newestMs() {
        return size == 0 ? Double.NEGATIVE_INFINITY : ms[size - 1];
    }

    double spanMs() {
        return size < 2 ? 0 : ms[size - 1] - ms[0];
    }

    /**
     * Adds a point unless the point of its half second is closer to a line of this rate.
     *
     * @param number increases with every point
     * @return whether it starts a new half second
     */
    boolean add(double atMs, double hostUs, double rate, long number) {
        double bin = Math.floor(atMs / BIN_MS);
        int at = size;
        while (at > 0 && Math.floor(ms[at - 1] / BIN_MS) > bin) {
            at--;
        }
        if (at > 0 && Math.floor(ms[at - 1] / BIN_MS) == bin) {
            double difference = hostUs - us[at - 1] - rate * (atMs - ms[at - 1]);
            if (above ? difference < 0 : difference > 0) {
                set(at - 1, atMs, hostUs, number);
            }
            return false;
        }
        if (at == 0 && size == MAX_POINTS) {
            return false;
        }
        int moved = size - at;
        System.arraycopy(ms, at, ms, at + 1, moved);
        System.arraycopy(us, at, us, at + 1, moved);
        System.arraycopy(sequence, at, sequence, at + 1, moved);
        set(at, atMs, hostUs, number);
        size++;
        if (size > MAX_POINTS) {
            removeFirst(1);
        }
        return true;
    }

    /** Removes the points that were added after the one with this number. */
    void removeAfter(long number) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (sequence[i] <= number) {
                ms[kept] = ms[i];
                us[kept] = us[i];
                sequence[kept++] = sequence[i];
            }
        }
        size = kept;
    }

    void removeBefore(double oldestMs) {
        int count = 0;
        while (count < size && ms[count] < oldestMs) {
            count++;
        }
        removeFirst(count);
    }

    void clear() {
        size = 0;
        hullSize = 0;
    }

    /** Computes the hull. Call it after changes and before the following methods. */
    void update() {
        hullSize = 0;
        sumMs = 0;
        sumUs = 0;
        for (int i = 0; i < size; i++) {
            sumMs += ms[i];
            sumUs += us[i];
            while (hullSize >= 2 && !isBend(hull[hullSize - 2], hull[hullSize - 1], i)) {
                hullSize--;
            }
            hull[hullSize++] = i;
        }
    }

    /** Host time at device time 0 of the line with this rate that touches the points. */
    double intercept(double rate) {
        double best = us[hull[0]] - rate * ms[hull[0]];
        for (int i = 1; i < hullSize; i++) {
            double candidate = us[hull[i]] - rate * ms[hull[i]];
            best = above ? Math.min(best, candidate) : Math.max(best, candidate);
        }
        return best;
    }

    /** Sum of the distances of all points from the line with this rate that touches them, in microseconds. */
    double excess(double rate) {
        return size == 0 ? 0 : Math.abs(sumUs - rate * sumMs - size * intercept(rate));
    }

    private boolean isBend(int a, int b, int c) {
        double turn = (ms[b] - ms[a]) * (us[c] - us[a]) - (us[b] - us[a]) * (ms[c] - ms[a]);
        return above ? turn > 0 : turn < 0;
    }

    private void set(int i, double atMs, double hostUs, long number) {
        ms[i] = atMs;
        us[i] = hostUs;
        sequence[i] = number;
    }

    private void removeFirst(int count) {
        size -= count;
        System.arraycopy(ms, count, ms, 0, size);
        System.arraycopy(us, count, us, 0, size);
        System.arraycopy(sequence, count, sequence, 0, size);
    }
}
