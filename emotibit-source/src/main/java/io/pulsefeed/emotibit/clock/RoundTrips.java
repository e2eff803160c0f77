package io.pulsefeed.emotibit.clock;

import java.util.Arrays;

/**
 * The latest two-way exchanges. They show whether delays vary in both directions; if so, both directions have queues, and the rest of
 * the delay is similar in both.
 */
final class RoundTrips {

    private static final int SIZE = 64;
    private static final int MIN_TRIPS = 20;
    /** Constant delays vary by less, because device times are whole milliseconds. */
    private static final double MIN_QUEUE_US = 1_000;

    private static final double MIN_SHARE_OF_GAP = 0.05;
    private static final double MAX_RATIO = 4;
    /** Of the constant delay, at most 82 % is in one direction: half of the difference is 32 % of the sum. */
    private static final double MAX_ASYMMETRY = 0.32;
    /** The smallest of n exponential delays exceeds its minimum by less than 4.6 means / n, with 99 % probability. */
    private static final double QUEUE_QUANTILE = 4.6;

    private final double[] upMs = new double[SIZE];
    private final double[] upUs = new double[SIZE];
    private final double[] downMs = new double[SIZE];
    private final double[] downUs = new double[SIZE];
    private int size;
    private int next;

    /**
     * Adds an exchange.
     *
     * @param sentMs device time of the packet that the host received at {@code receivedUs}
     * @param readMs device time at which the device had read what the host sent at {@code sentUs}
     */
    void add(double sentMs, double receivedUs, double readMs, double sentUs) {
        upMs[next] = sentMs;
        upUs[next] = receivedUs;
        downMs[next] = readMs;
        downUs[next] = sentUs;
        next = (next + 1) % SIZE;
        size = Math.min(SIZE, size + 1);
    }

    void clear() {
        size = 0;
        next = 0;
    }

    /**
     * Half the width of the interval between both envelopes that contains the clock line, in microseconds: half the distance of the
     * envelopes, or less if delays vary in both directions.
     */
    double halfWidthUs(double rate, double ceiling, double floor) {
        double gap = Math.max(0, ceiling - floor);
        if (size < MIN_TRIPS) {
            return gap / 2;
        }
        double[] up = new double[size];
        double[] down = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            up[i] = upUs[i] - rate * upMs[i] - ceiling;
            down[i] = floor - downUs[i] + rate * downMs[i];
            sum += up[i] + down[i];
        }
        // Medians: a direction without a queue has some delayed packets, too.
        double shorter = Math.min(median(up), median(down));
        double longer = Math.max(median(up), median(down));
        boolean queues = shorter >= Math.max(MIN_QUEUE_US, MIN_SHARE_OF_GAP * gap) && longer <= MAX_RATIO * shorter;
        double narrow = MAX_ASYMMETRY * gap + QUEUE_QUANTILE * sum / (2.0 * size * size);
        return queues ? Math.min(gap / 2, narrow) : gap / 2;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
