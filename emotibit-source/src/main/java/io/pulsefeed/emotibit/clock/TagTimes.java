package io.pulsefeed.emotibit.clock;

import java.util.Arrays;

/** Sample times of one tag. */
final class TagTimes {

    private static final int REMEMBERED = 31;
    private static final double SHORTEST_OF_MEDIAN = 0.5;
    private static final double LONGEST_OF_MEDIAN = 1.6;

    private final double[] recent = new double[REMEMBERED];
    private final double[] sorted = new double[REMEMBERED];
    private final SampleLine line;
    private int known;
    private int next;
    private double medianMs;
    private long previousMs = Long.MIN_VALUE;

    TagTimes(double nominalMs, boolean smooth) {
        this.medianMs = nominalMs;
        this.line = smooth ? new SampleLine() : null;
    }

    SampleTimes onPacket(long deviceMs, int count, boolean lossBefore) {
        boolean first = previousMs == Long.MIN_VALUE;
        long last = first ? deviceMs : Math.max(deviceMs, previousMs);
        double spacing = first ? medianMs : (double) (last - previousMs) / count;
        boolean odd = spacing < SHORTEST_OF_MEDIAN * medianMs || spacing > LONGEST_OF_MEDIAN * medianMs;
        if (!first && !lossBefore) {
            remember(spacing);
        }
        previousMs = last;
        boolean bridged = first || lossBefore || odd;
        if (line != null) {
            double smoothMs =
                    line.onPacket(last, count, first || lossBefore || spacing > LONGEST_OF_MEDIAN * medianMs, medianMs);
            return new SampleTimes(last, line.packetPeriodMs(), smoothMs - last, bridged);
        }
        // Never longer than the room since the last packet, so that times of the tag cannot go back.
        double period = bridged ? Math.min(medianMs, spacing) : spacing;
        return new SampleTimes(last, period, 0, bridged);
    }

    private void remember(double spacing) {
        recent[next] = spacing;
        next = (next + 1) % REMEMBERED;
        known = Math.min(REMEMBERED, known + 1);
        System.arraycopy(recent, 0, sorted, 0, known);
        Arrays.sort(sorted, 0, known);
        medianMs = sorted[known / 2];
    }
}
