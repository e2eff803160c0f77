package io.pulsefeed.emotibit.clock;

/**
 * The latest sync exchanges as two sets of points: requests, which are above the clock line by their delay to the host, and answers,
 * which are below it by their delay to the device.
 */
final class SyncExchanges {

    private static final int MAX_EXCHANGES = 60;
    private static final double MAX_AGE_MS = 600_000;

    private final double[] t1 = new double[MAX_EXCHANGES];
    private final double[] t2 = new double[MAX_EXCHANGES];
    private final double[] t3 = new double[MAX_EXCHANGES];
    private final double[] t4 = new double[MAX_EXCHANGES];
    private int size;

    void add(long t1Ms, long t4Ms, long t2Us, long t3Us) {
        int drop = 0;
        while (drop < size && t4Ms - t4[drop] > MAX_AGE_MS) {
            drop++;
        }
        drop = Math.max(drop, size == MAX_EXCHANGES ? 1 : 0);
        size -= drop;
        for (double[] column : new double[][] {t1, t2, t3, t4}) {
            System.arraycopy(column, drop, column, 0, size);
        }
        t1[size] = t1Ms;
        t2[size] = t2Us;
        t3[size] = t3Us;
        t4[size] = t4Ms;
        size++;
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    double spanMs() {
        return size < 2 ? 0 : t4[size - 1] - t4[0];
    }

    /** Upper bound of the intercept at {@code originMs}: no request arrives before it is sent. */
    double ceiling(double rate, double originMs) {
        double ceiling = Double.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            ceiling = Math.min(ceiling, t2[i] - rate * (t1[i] - originMs));
        }
        return ceiling;
    }

    /** Lower bound of the intercept at {@code originMs}: no answer is read before it is sent. */
    double floor(double rate, double originMs) {
        double floor = -Double.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            floor = Math.max(floor, t3[i] - rate * (t4[i] - originMs));
        }
        return floor;
    }

    /** Sum of the distances of all requests and answers from their bounds, in microseconds. */
    double excess(double rate, double originMs) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += t2[i] - rate * (t1[i] - originMs);
            sum -= t3[i] - rate * (t4[i] - originMs);
        }
        return size == 0 ? 0 : sum - size * (ceiling(rate, originMs) - floor(rate, originMs));
    }
}
