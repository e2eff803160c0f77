package io.pulsefeed.emotibit.signal;

/** Band-limited interpolation: 25 Hz represents the pulse wave, but a 40 ms grid is too coarse for the position of its peak. */
final class Upsampling {

    private static final int HALF_TAPS = 8;

    private Upsampling() {}

    /** Upsamples by {@code factor} with a Hann-windowed sinc; sample {@code i} moves to {@code i * factor}. */
    static double[] by(int factor, double[] x) {
        if (factor <= 1) {
            return x;
        }
        double[][] taps = new double[factor][2 * HALF_TAPS];
        for (int phase = 0; phase < factor; phase++) {
            for (int k = 0; k < 2 * HALF_TAPS; k++) {
                double u = (double) phase / factor - (k - HALF_TAPS + 1);
                taps[phase][k] = sinc(u) * (0.5 + 0.5 * Math.cos(Math.PI * u / HALF_TAPS));
            }
        }
        double[] y = new double[(x.length - 1) * factor + 1];
        for (int i = 0; i < y.length; i++) {
            int base = i / factor;
            double[] weights = taps[i % factor];
            double sum = 0;
            for (int k = 0; k < 2 * HALF_TAPS; k++) {
                int at = Math.max(0, Math.min(x.length - 1, base + k - HALF_TAPS + 1));
                sum += weights[k] * x[at];
            }
            y[i] = sum;
        }
        return y;
    }

    private static double sinc(double u) {
        return Math.abs(u) < 1e-12 ? 1 : Math.sin(Math.PI * u) / (Math.PI * u);
    }
}
