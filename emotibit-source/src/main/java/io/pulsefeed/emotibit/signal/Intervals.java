package io.pulsefeed.emotibit.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * Computes pulse intervals and accepts the normal ones: 300 to 2000 ms, within 30 % of the median of the eleven surrounding
 * intervals, both beats of the expected shape and in the same artifact-free segment.
 */
final class Intervals {

    private static final double MIN_MS = 300;
    private static final double MAX_MS = 2000;
    private static final double MAX_DEVIATION = 0.30;
    private static final int NEIGHBORS = 5;
    private static final double MIN_CORRELATION = 0.6;

    private static final double MIN_OF_MEDIAN_HEIGHT = 0.3;
    private static final double MAX_OF_MEDIAN_HEIGHT = 3;

    /**
     * The time between two beats.
     *
     * @param clear whether both beats have the expected shape
     * @param accepted whether the interval is normal; an interval of clear beats that is not normal is one of the rhythm
     * @param follows whether it starts where the previous one ends
     */
    record Interval(Beat from, Beat to, boolean clear, boolean accepted, boolean follows) {

        double fromSeconds() {
            return from.seconds();
        }

        double toSeconds() {
            return to.seconds();
        }

        double ms() {
            return (to.seconds() - from.seconds()) * 1000;
        }
    }

    private Intervals() {}

    static List<Interval> of(List<Beat> beats) {
        List<Beat[]> pairs = new ArrayList<>();
        for (int i = 1; i < beats.size(); i++) {
            if (beats.get(i).segment() == beats.get(i - 1).segment()) {
                pairs.add(new Beat[] {beats.get(i - 1), beats.get(i)});
            }
        }
        double[] heights = beats.stream().mapToDouble(Beat::height).toArray();
        double medianHeight = Statistics.median(heights, heights.length);
        double[] lengths = pairs.stream()
                .mapToDouble(p -> 1000 * (p[1].seconds() - p[0].seconds()))
                .toArray();
        List<Interval> intervals = new ArrayList<>();
        double[] around = new double[2 * NEIGHBORS + 1];
        for (int i = 0; i < lengths.length; i++) {
            int low = Math.max(0, i - NEIGHBORS);
            int n = Math.min(lengths.length, i + NEIGHBORS + 1) - low;
            System.arraycopy(lengths, low, around, 0, n);
            double median = Statistics.median(around, n);
            Beat from = pairs.get(i)[0];
            Beat to = pairs.get(i)[1];
            boolean clear = Math.min(from.correlation(), to.correlation()) >= MIN_CORRELATION
                    && Math.min(from.height(), to.height()) >= MIN_OF_MEDIAN_HEIGHT * medianHeight
                    && Math.max(from.height(), to.height()) <= MAX_OF_MEDIAN_HEIGHT * medianHeight;
            boolean accepted = clear
                    && lengths[i] >= MIN_MS
                    && lengths[i] <= MAX_MS
                    && Math.abs(lengths[i] - median) <= MAX_DEVIATION * median;
            boolean follows = i > 0 && pairs.get(i - 1)[1] == from;
            intervals.add(new Interval(from, to, clear, accepted, follows));
        }
        return intervals;
    }
}
