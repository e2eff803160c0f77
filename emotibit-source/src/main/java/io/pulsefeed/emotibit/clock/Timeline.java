package io.pulsefeed.emotibit.clock;

/**
 * The published function from device time to wall time: piecewise linear, fixed for every device time once it was read, and
 * increasing. A new estimate bends the future of the line, never its past, so back-dated packets (BI, SA) and late datagrams read
 * the same time as their neighbours did.
 */
final class Timeline {

    private static final int KNOTS = 64;
    private static final double STEP_ABOVE_MICROS = 500_000;
    /** An error this far ahead is a wrong host clock, which waiting cannot mend. */
    private static final double STEP_BACK_ABOVE_MICROS = 10_000_000;

    private static final double GENTLE_RATE = 0.05;
    private static final double URGENT_RATE = 0.5;
    private static final double SHORTEST_SLEW_MS = 1000;

    private final double[] fromMs = new double[KNOTS];
    private final double[] valueMicros = new double[KNOTS];
    private final double[] slope = new double[KNOTS];
    private final double[] stepMicros = new double[KNOTS];
    private int size;
    private long latestMs = Long.MIN_VALUE;
    private double takenStepMicros;

    boolean started() {
        return size > 0;
    }

    /** Wall time in microseconds; remembers the latest device time asked for. */
    double at(long deviceMs) {
        for (int k = size - 1; k >= 0 && fromMs[k] > latestMs && deviceMs > latestMs; k--) {
            if (fromMs[k] <= deviceMs) {
                takenStepMicros += stepMicros[k];
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
        return valueMicros[k] + (deviceMs - fromMs[k]) * slope[k];
    }

    /** Bends the future towards {@code offset + rate * deviceMs} (microseconds), beginning no earlier than {@code nowMs}. */
    void steer(double offset, double rate, long nowMs) {
        double start = Math.max(nowMs, latestMs);
        if (size == 0) {
            add(start, offset + rate * start, rate);
            return;
        }
        double value = peek(start);
        double error = offset + rate * start - value;
        forgetFrom(start);
        if (error > STEP_ABOVE_MICROS || error < -STEP_BACK_ABOVE_MICROS) {
            // The knot takes effect after the last time read, which keeps its old value.
            add(Math.nextUp(start), value + error, rate);
            stepMicros[size - 1] = error;
            return;
        }
        double share = Math.abs(error) > STEP_ABOVE_MICROS ? URGENT_RATE : GENTLE_RATE;
        double slewMs = Math.max(SHORTEST_SLEW_MS, Math.abs(error) / (share * 1000));
        add(start, value, rate + error / slewMs);
        add(start + slewMs, value + error + rate * slewMs, rate);
    }

    /** Microseconds of the steps that reads have passed since the last call; 0 almost always. */
    double takeStepMicros() {
        double step = takenStepMicros;
        takenStepMicros = 0;
        return step;
    }

    private void forgetFrom(double ms) {
        while (size > 1 && fromMs[size - 1] >= ms) {
            size--;
        }
    }

    private void add(double from, double value, double rate) {
        if (size == KNOTS) {
            int drop = KNOTS / 4;
            size -= drop;
            System.arraycopy(fromMs, drop, fromMs, 0, size);
            System.arraycopy(valueMicros, drop, valueMicros, 0, size);
            System.arraycopy(slope, drop, slope, 0, size);
            System.arraycopy(stepMicros, drop, stepMicros, 0, size);
        }
        fromMs[size] = from;
        valueMicros[size] = value;
        slope[size] = rate;
        stepMicros[size] = 0;
        size++;
    }
}
