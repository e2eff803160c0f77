package io.pulsefeed.emotibit.signal;

import io.pulsefeed.emotibit.clock.AlphaBetaFilter;

/**
 * Ring buffer of the recent samples of one tag. Filters the jitter of packet times and represents lost samples by NaN. Times are
 * seconds since an origin that the owner defines. Memory is bounded by {@code maxSamples}.
 */
final class Trace {

    private static final int INITIAL_CAPACITY = 1024;
    private static final double JITTER_SECONDS = 0.06;
    private static final double PERIODS_OF_A_GAP = 1.5;
    private static final double CLOCK_STEP_SECONDS = 5;
    private static final int SETTLED = 64;
    /** Half the period of the fastest known sensor. Prevents that gaps of a seemingly faster sensor fill the memory. */
    private static final double MIN_PERIOD_SECONDS = 0.005;

    private final double spanSeconds;
    private final int maxSamples;
    private double[] times = new double[INITIAL_CAPACITY];
    private double[] values = new double[INITIAL_CAPACITY];
    private int start;
    private int size;
    private int firstCount;
    private AlphaBetaFilter filter = new AlphaBetaFilter();

    Trace(double spanSeconds, int maxSamples) {
        this.spanSeconds = spanSeconds;
        this.maxSamples = maxSamples;
    }

    /** Adds the samples of a packet; the last one is at {@code lastSeconds}. */
    void add(double[] samples, int count, double lastSeconds, double periodSeconds) {
        if (size > 0 && Math.abs(lastSeconds - lastTime()) > spanSeconds
                || size > 0 && lastSeconds < lastTime() - CLOCK_STEP_SECONDS) {
            clear();
        }
        if (size > 0 && size == firstCount) {
            respreadFirst((lastSeconds - lastTime()) / count);
        }
        double period = period(periodSeconds);
        if (fillsGap(samples, count, lastSeconds, period)) {
            return;
        }
        boolean gap = size > 0
                && lastSeconds - lastTime() - count * period > Math.max(JITTER_SECONDS, PERIODS_OF_A_GAP * period);
        if (gap) {
            bridge(lastSeconds - count * period, period);
        }
        firstCount = size == 0 ? count : firstCount;
        double before = size > 0 ? lastTime() : Double.NaN;
        double last = filter.onPacket(lastSeconds * 1000, count, gap, period * 1000) / 1000;
        double step = Double.isNaN(before) ? period : Math.min((last - before) / count, PERIODS_OF_A_GAP * period);
        for (int i = 0; i < count; i++) {
            append(last - (count - 1 - i) * step, samples[i]);
        }
    }

    /** Writes the samples of a reordered packet into the gap that was inserted for them. */
    private boolean fillsGap(double[] samples, int count, double lastSeconds, double period) {
        int last = size == 0 ? size : size - 1 - (int) Math.round((lastTime() - lastSeconds) / period);
        if (last >= size - 1 || last < 0 || !Double.isNaN(valueAt(last))) {
            return false;
        }
        for (int i = 0; i < count && last - i >= 0 && Double.isNaN(valueAt(last - i)); i++) {
            values[(start + last - i) % values.length] = samples[count - 1 - i];
        }
        return true;
    }

    /** The period of the first packet is nominal; the second one gives the actual period (25 or 100 Hz, depending on the firmware). */
    private void respreadFirst(double period) {
        double last = lastTime();
        for (int i = 0; i < size; i++) {
            times[(start + i) % times.length] = last - (size - 1 - i) * period;
        }
        firstCount = 0;
    }

    private double period(double offered) {
        double measured = size > 1 ? (lastTime() - timeAt(0)) / (size - 1) : 1;
        double period = size < SETTLED && offered > 0 ? offered : measured;
        return Math.max(MIN_PERIOD_SECONDS, period);
    }

    private void bridge(double untilSeconds, double period) {
        int missing = (int) Math.round((untilSeconds - lastTime()) / period);
        double step = (untilSeconds - lastTime()) / Math.max(1, missing);
        double from = lastTime();
        for (int i = 1; i <= missing; i++) {
            append(from + i * step, Double.NaN);
        }
    }

    private void append(double time, double value) {
        if (size == times.length) {
            makeRoom(time);
        }
        int at = (start + size) % times.length;
        times[at] = time;
        values[at] = value;
        size++;
    }

    private void makeRoom(double now) {
        boolean tooShort = now - timeAt(0) < spanSeconds;
        if (!tooShort || times.length >= maxSamples) {
            start = (start + 1) % times.length;
            size--;
            return;
        }
        double[] newTimes = new double[Math.min(maxSamples, 2 * times.length)];
        double[] newValues = new double[newTimes.length];
        for (int i = 0; i < size; i++) {
            newTimes[i] = timeAt(i);
            newValues[i] = valueAt(i);
        }
        times = newTimes;
        values = newValues;
        start = 0;
    }

    void clear() {
        size = 0;
        start = 0;
        filter = new AlphaBetaFilter();
    }

    int size() {
        return size;
    }

    double timeAt(int i) {
        return times[(start + i) % times.length];
    }

    double valueAt(int i) {
        return values[(start + i) % times.length];
    }

    double lastTime() {
        return timeAt(size - 1);
    }

    /** Index of the first sample at or after a time; {@link #size} if there is none. */
    int indexAt(double seconds) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timeAt(middle) < seconds) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Values from {@code fromSeconds} (inclusive) to {@code toSeconds} (exclusive). */
    double[] values(double fromSeconds, double toSeconds) {
        int from = indexAt(fromSeconds);
        double[] copy = new double[Math.max(0, indexAt(toSeconds) - from)];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = valueAt(from + i);
        }
        return copy;
    }

    /** Mean of the values in a time range, ignoring NaN values; NaN if there is none. */
    double mean(double fromSeconds, double toSeconds) {
        double sum = 0;
        int n = 0;
        for (int i = indexAt(fromSeconds); i < size && timeAt(i) < toSeconds; i++) {
            if (!Double.isNaN(valueAt(i))) {
                sum += valueAt(i);
                n++;
            }
        }
        return n == 0 ? Double.NaN : sum / n;
    }

    /** The share of a time range that samples cover, 0 to 1. Missing samples (NaN) do not count. */
    double coverage(double fromSeconds, double toSeconds) {
        int from = indexAt(fromSeconds);
        int to = indexAt(toSeconds);
        int present = 0;
        for (int i = from; i < to; i++) {
            present += Double.isNaN(valueAt(i)) ? 0 : 1;
        }
        double period = size > 1 ? (lastTime() - timeAt(0)) / (size - 1) : toSeconds - fromSeconds;
        // The period is negative if the times of a few samples run backwards.
        return Math.max(0, Math.min(1, present * period / (toSeconds - fromSeconds)));
    }
}
