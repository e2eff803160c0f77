package io.pulsefeed.emotibit.clock;

/** The straight line from device milliseconds to epoch microseconds that fits what was observed so far. */
final class ClockModel {

    private static final int KEPT = 60;
    private static final double NOMINAL_RATE = 1000;

    private final double[] middle = new double[KEPT];
    private final double[] theta = new double[KEPT];
    private int count;
    private int next;
    private double offset;
    private double rate = NOMINAL_RATE;
    private boolean seeded;
    private double spreadMs = 50;

    boolean addExchange(long t1, long t4, long t2Micros, long t3Micros) {
        long trip = t4 - t1;
        if (trip < 0 || trip > 150) {
            return false;
        }
        middle[next] = (t1 + t4) / 2.0;
        theta[next] = (t2Micros + t3Micros) / 2.0;
        next = (next + 1) % KEPT;
        count = Math.min(KEPT, count + 1);
        fit();
        spreadMs = 10;
        return true;
    }

    boolean addArrival(long deviceMs, long hostMicros) {
        double candidate = hostMicros - rate * deviceMs;
        if (count > 0 || seeded && candidate >= offset) {
            return false;
        }
        offset = candidate;
        seeded = true;
        return true;
    }

    double offsetMicros() {
        return offset;
    }

    double rate() {
        return rate;
    }

    double uncertaintyMs(long deviceMs) {
        return spreadMs;
    }

    private void fit() {
        double mx = 0;
        double my = 0;
        for (int i = 0; i < count; i++) {
            mx += middle[i] / count;
            my += theta[i] / count;
        }
        double sxx = 0;
        double sxy = 0;
        for (int i = 0; i < count; i++) {
            sxx += (middle[i] - mx) * (middle[i] - mx);
            sxy += (middle[i] - mx) * (theta[i] - my);
        }
        rate = sxx > 0 ? sxy / sxx : NOMINAL_RATE;
        offset = my - rate * mx;
    }
}
