package io.pulsefeed.emotibit.signal;

import java.util.Arrays;

/** Motion of one device, from its acceleration. */
final class Motion {

    private final Trace x;
    private final Trace y;
    private final Trace z;

    Motion(Trace x, Trace y, Trace z) {
        this.x = x;
        this.y = y;
        this.z = z;
    }

    /**
     * sqrt(ax^2 + ay^2 + az^2) of the samples in a time range, in g. NaN if it is exactly 0: gravity and noise are always measured, so
     * the sensor does not measure.
     */
    double[] magnitude(double fromSeconds, double toSeconds) {
        double[] magnitude = withZeros(fromSeconds, toSeconds);
        for (int i = 0; i < magnitude.length; i++) {
            magnitude[i] = magnitude[i] == 0 ? Double.NaN : magnitude[i];
        }
        return magnitude;
    }

    /** Whether a sample in the time range is 0 on all axes. */
    boolean hasZeros(double fromSeconds, double toSeconds) {
        return zeros(withZeros(fromSeconds, toSeconds)) > 0;
    }

    private static long zeros(double[] magnitude) {
        return Arrays.stream(magnitude).filter(m -> m == 0).count();
    }

    private double[] withZeros(double fromSeconds, double toSeconds) {
        int from = x.indexAt(fromSeconds);
        int to = x.indexAt(toSeconds);
        if (to <= from || y.size() == 0 || z.size() == 0) {
            return new double[0];
        }
        // Each axis has its own packets, with the same number of samples and the same times.
        int inY = y.indexAt(x.timeAt(from) - 0.02);
        int inZ = z.indexAt(x.timeAt(from) - 0.02);
        int n = Math.min(to - from, Math.min(y.size() - inY, z.size() - inZ));
        double[] magnitude = new double[Math.max(0, n)];
        for (int i = 0; i < n; i++) {
            double ax = x.valueAt(from + i);
            double ay = y.valueAt(inY + i);
            double az = z.valueAt(inZ + i);
            magnitude[i] = Math.sqrt(ax * ax + ay * ay + az * az);
        }
        return magnitude;
    }

    /** Root mean square of the magnitude's deviation from its median, in g; 0 without samples. */
    double activity(double fromSeconds, double toSeconds) {
        double[] magnitude = Statistics.present(magnitude(fromSeconds, toSeconds));
        if (magnitude.length == 0) {
            return 0;
        }
        double median = Statistics.median(magnitude.clone(), magnitude.length);
        double sum = 0;
        for (double m : magnitude) {
            sum += (m - median) * (m - median);
        }
        return Math.sqrt(sum / magnitude.length);
    }

    /** The share of a time range in which all three axes have samples and the sensor measures, 0 to 1. */
    double coverage(double fromSeconds, double toSeconds) {
        double covered = Math.min(
                x.coverage(fromSeconds, toSeconds),
                Math.min(y.coverage(fromSeconds, toSeconds), z.coverage(fromSeconds, toSeconds)));
        double[] magnitude = Statistics.present(withZeros(fromSeconds, toSeconds));
        return magnitude.length == 0 ? covered : covered * (magnitude.length - zeros(magnitude)) / magnitude.length;
    }
}
