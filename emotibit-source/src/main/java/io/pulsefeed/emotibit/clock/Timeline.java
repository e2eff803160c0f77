package io.pulsefeed.emotibit.clock;

/**
 * The published function from device time to wall-clock time: piecewise linear, increasing, and constant once read. A new estimate
 * changes only the part after the last time read, so back-dated packets (BI, SA) and late datagrams get times that are consistent
 * with those of the packets around them.
 */
final class Timeline {

    private static final int KNOTS = 64;
    private static final double STEP_ABOVE_MICROS = 500_000;
    /** A published time this far ahead results from a wrong host clock; slewing would take too long. */
    private static final double STEP_BACK_ABOVE_MICROS = 10_000_000;

    private static final double GENTLE_RATE = 0.05;
    private static final double URGENT_RATE = 0.5;
    private static final double MIN_SLEW_MS = 1000;

    private final double[] fromMs = new double[KNOTS];
    private final double[] valueUs = new double[KNOTS];
    private final double[] slope = new double[KNOTS];
    private final double[] stepUs = new double[KNOTS];
    private int size;
    private long latestMs = Long.MIN_VALUE;
    private double takenStepUs;

    boolean isStarted() {
        return size > 0;
    }

    /** Wall-clock time in microseconds. Records the latest device time read. */
    double at(long deviceMs) {
        for (int k = size - 1; k >= 0 && fromMs[k] > latestMs && deviceMs > latestMs; k--) {
            if (fromMs[k] <= deviceMs) {
                takenStepUs += stepUs[k];
            }
        }
        latestMs = Math.max(latestMs, deviceMs);
        return peek(deviceMs);
    }

    double peek(double deviceMs) {
        int k = size - 1;
        while (k > 0 && fromMs[k] > deviceMs) {
            k--;
        }
        return valueUs[k] + (deviceMs - fromMs[k]) * slope[k];
    }

    /** Slews or steps towards {@code offset + rate * deviceMs} (microseconds), starting at {@code nowMs} or later. */
    void steer(double offset, double rate, long nowMs) {
        double start = Math.max(nowMs, latestMs);
        if (latestMs == Long.MIN_VALUE) {
            // Nothing was read yet, so there is nothing to continue.
            size = 0;
        }
        if (size == 0) {
            add(start, offset + rate * start, rate);
            return;
        }
        double value = peek(start);
        double error = offset + rate * start - value;
        removeFrom(start);
        if (error > STEP_ABOVE_MICROS || error < -STEP_BACK_ABOVE_MICROS) {
            // The knot takes effect after the last time read, which keeps its value.
            add(Math.nextUp(start), value + error, rate);
            stepUs[size - 1] = error;
            return;
        }
        double share = Math.abs(error) > STEP_ABOVE_MICROS ? URGENT_RATE : GENTLE_RATE;
        double slewMs = Math.max(MIN_SLEW_MS, Math.abs(error) / (share * 1000));
        add(start, value, rate + error / slewMs);
        add(start + slewMs, value + error + rate * slewMs, rate);
    }

    /** The sum of the steps, in microseconds, that reads passed since the last call; usually 0. */
    double takeStepUs() {
        double step = takenStepUs;
        takenStepUs = 0;
        return step;
    }

    private void removeFrom(double ms) {
        while (size > 1 && fromMs[size - 1] >= ms) {
            size--;
        }
    }

    private void add(double from, double value, double rate) {
        if (size == KNOTS) {
            int drop = KNOTS / 4;
            size -= drop;
            System.arraycopy(fromMs, drop, fromMs, 0, size);
            System.arraycopy(valueUs, drop, valueUs, 0, size);
            System.arraycopy(slope, drop, slope, 0, size);
            System.arraycopy(stepUs, drop, stepUs, 0, size);
        }
        fromMs[size] = from;
        valueUs[size] = value;
        slope[size] = rate;
        stepUs[size] = 0;
        size++;
    }
}
