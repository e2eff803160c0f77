package io.pulsefeed.emotibit.signal;

import java.util.Arrays;

/** Order statistics and correlation on plain arrays. */
final class Statistics {

    private Statistics() {}

    /** Median of the first {@code n} values, which are sorted in place; NaN if {@code n} is 0. */
    static double median(double[] x, int n) {
        if (n == 0) {
            return Double.NaN;
        }
        Arrays.sort(x, 0, n);
        return n % 2 == 1 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
    }

    /** Distance between two quantiles, ignoring NaN values; NaN if there are fewer than two values. */
    static double span(double[] x, double low, double high) {
        double[] sorted = present(x);
        if (sorted.length < 2) {
            return Double.NaN;
        }
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return sorted[(int) Math.round(high * last)] - sorted[(int) Math.round(low * last)];
    }

    /** The values without NaN. */
    static double[] present(double[] x) {
        double[] kept = new double[x.length];
        int n = 0;
        for (double v : x) {
            if (!Double.isNaN(v)) {
                kept[n++] = v;
            }
        }
        return Arrays.copyOf(kept, n);
    }

    /** Pearson correlation of {@code template} with {@code x}, starting at {@code from}. */
    static double correlation(double[] template, double[] x, int from) {
        int n = template.length;
        double st = 0;
        double sx = 0;
        double stt = 0;
        double sxx = 0;
        double stx = 0;
        for (int i = 0; i < n; i++) {
            double t = template[i];
            double v = x[from + i];
            st += t;
            sx += v;
            stt += t * t;
            sxx += v * v;
            stx += t * v;
        }
        double spread = (stt - st * st / n) * (sxx - sx * sx / n);
        return spread <= 0 ? 0 : (stx - st * sx / n) / Math.sqrt(spread);
    }

    /** Position, from -0.5 to 0.5, of the maximum of the parabola through three equally spaced values. */
    static double parabolaTop(double before, double at, double after) {
        double bend = before - 2 * at + after;
        if (bend >= 0) {
            return 0;
        }
        return Math.max(-0.5, Math.min(0.5, 0.5 * (before - after) / bend));
    }
}
