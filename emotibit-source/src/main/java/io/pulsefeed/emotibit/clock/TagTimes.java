package io.pulsefeed.emotibit.clock;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sample times of one tag. */
final class TagTimes {

    private static final int REMEMBERED = 31;
    private static final double MIN_OF_MEDIAN = 0.5;
    private static final double MAX_OF_MEDIAN = 1.6;

    private final double[] recent = new double[REMEMBERED];
    private final double[] sorted = new double[REMEMBERED];
    private final @Nullable AlphaBetaFilter filter;
    private int known;
    private int next;
    private double medianMs;
    private long previousMs = Long.MIN_VALUE;

    TagTimes(double nominalMs, boolean smooth) {
        this.medianMs = nominalMs;
        this.filter = smooth ? new AlphaBetaFilter() : null;
    }

    SampleTimes onPacket(long deviceMs, int count, boolean lossBefore) {
        boolean first = previousMs == Long.MIN_VALUE;
        long last = first ? deviceMs : Math.max(deviceMs, previousMs);
        double spacing = first ? medianMs : (double) (last - previousMs) / count;
        boolean implausible = spacing < MIN_OF_MEDIAN * medianMs || spacing > MAX_OF_MEDIAN * medianMs;
        if (!first && !lossBefore) {
            remember(spacing);
        }
        previousMs = last;
        boolean bridged = first || lossBefore || implausible;
        if (filter != null) {
            double smoothMs =
                    filter.onPacket(last, count, first || lossBefore || spacing > MAX_OF_MEDIAN * medianMs, medianMs);
            return new SampleTimes(last, filter.packetPeriodMs(), smoothMs - last, bridged);
        }
        // Limited to the spacing, so that times of the tag cannot decrease.
        double period = bridged ? Math.min(medianMs, spacing) : spacing;
        return new SampleTimes(last, period, 0, bridged);
    }

    private void remember(double spacing) {
        if (known == REMEMBERED) {
            int oldest = Arrays.binarySearch(sorted, 0, known, recent[next]);
            System.arraycopy(sorted, oldest + 1, sorted, oldest, known - oldest - 1);
            known--;
        }
        int found = Arrays.binarySearch(sorted, 0, known, spacing);
        int at = found < 0 ? -found - 1 : found;
        System.arraycopy(sorted, at, sorted, at + 1, known - at);
        sorted[at] = spacing;
        recent[next] = spacing;
        next = (next + 1) % REMEMBERED;
        known++;
        medianMs = sorted[known / 2];
    }
}
