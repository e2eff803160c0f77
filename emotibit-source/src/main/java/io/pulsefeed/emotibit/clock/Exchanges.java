package io.pulsefeed.emotibit.clock;

/**
 * The last sync exchanges as two clouds of points: requests, which lie above the clock line by their delay to the host, and answers,
 * which lie below it by their delay to the device.
 */
final class Exchanges {

    private static final int KEPT = 60;
    private static final double OLDEST_MS = 600_000;

    private final double[] t1 = new double[KEPT];
    private final double[] t2 = new double[KEPT];
    private final double[] t3 = new double[KEPT];
    private final double[] t4 = new double[KEPT];
    private int size;

    void add(long t1Ms, long t4Ms, long t2Micros, long t3Micros) {
        int drop = 0;
        while (drop < size && t4Ms - t4[drop] > OLDEST_MS) {
            drop++;
        }
        drop = Math.max(drop, size == KEPT ? 1 : 0);
        size -= drop;
        for (double[] column : new double[][] {t1, t2, t3, t4}) {
            System.arraycopy(column, drop, column, 0, size);
        }
        t1[size] = t1Ms;
        t2[size] = t2Micros;
        t3[size] = t3Micros;
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

    /** Upper bound of the intercept at {@code originMs}: no request may arrive before it left. */
    double ceiling(double rate, double originMs) {
        double ceiling = Double.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            ceiling = Math.min(ceiling, t2[i] - rate * (t1[i] - originMs));
        }
        return ceiling;
    }

    /** Lower bound of the intercept at {@code originMs}: no answer may be read before it left. */
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
