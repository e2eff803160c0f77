package io.pulsefeed.emotibit.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * Pulse intervals with the decision which of them are normal: 300 to 2000 ms, within 30 % of the median of the eleven around, both
 * beats of the expected shape and in the same undisturbed stretch.
 */
final class Intervals {

    private static final double SHORTEST_MS = 300;
    private static final double LONGEST_MS = 2000;
    private static final double LARGEST_DEVIATION = 0.30;
    private static final int NEIGHBOURS = 5;
    private static final double LEAST_CORRELATION = 0.6;

    private static final double SMALLEST_OF_USUAL = 0.3;
    private static final double LARGEST_OF_USUAL = 3;

    /** An interval that ends at {@code toSeconds}; {@code follows} when it begins where the one before ended. */
    record Interval(double fromSeconds, double toSeconds, boolean accepted, boolean follows) {

        double ms() {
            return (toSeconds - fromSeconds) * 1000;
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
        double usual = Statistics.median(heights, heights.length);
        double[] lengths = pairs.stream()
                .mapToDouble(p -> 1000 * (p[1].seconds() - p[0].seconds()))
                .toArray();
        List<Interval> intervals = new ArrayList<>();
        double[] around = new double[2 * NEIGHBOURS + 1];
        for (int i = 0; i < lengths.length; i++) {
            int low = Math.max(0, i - NEIGHBOURS);
            int n = Math.min(lengths.length, i + NEIGHBOURS + 1) - low;
            System.arraycopy(lengths, low, around, 0, n);
            double median = Statistics.median(around, n);
            Beat from = pairs.get(i)[0];
            Beat to = pairs.get(i)[1];
            boolean accepted = lengths[i] >= SHORTEST_MS
                    && lengths[i] <= LONGEST_MS
                    && Math.abs(lengths[i] - median) <= LARGEST_DEVIATION * median
                    && Math.min(from.correlation(), to.correlation()) >= LEAST_CORRELATION
                    && Math.min(from.height(), to.height()) >= SMALLEST_OF_USUAL * usual
                    && Math.max(from.height(), to.height()) <= LARGEST_OF_USUAL * usual;
            boolean follows = i > 0 && pairs.get(i - 1)[1] == from;
            intervals.add(new Interval(from.seconds(), to.seconds(), accepted, follows));
        }
        return intervals;
    }
}
