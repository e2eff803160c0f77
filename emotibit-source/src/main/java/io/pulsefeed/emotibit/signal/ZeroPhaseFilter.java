package io.pulsefeed.emotibit.signal;

/**
 * Second-order Butterworth filter, applied forward and backward to avoid delay. The signal is extended by point reflection
 * (Gustafsson: Determining the initial states in forward-backward filtering, IEEE Trans. Signal Processing 44, 1996, method of
 * reflected ends). The coefficients result from the bilinear transform.
 */
final class ZeroPhaseFilter {

    private final double b0;
    private final double b1;
    private final double b2;
    private final double a1;
    private final double a2;
    private final int pad;

    private ZeroPhaseFilter(double b0, double b1, double b2, double a1, double a2, int pad) {
        this.b0 = b0;
        this.b1 = b1;
        this.b2 = b2;
        this.a1 = a1;
        this.a2 = a2;
        this.pad = pad;
    }

    static ZeroPhaseFilter lowPass(double cutoffHz, double rateHz) {
        double k = Math.tan(Math.PI * Math.min(cutoffHz, 0.45 * rateHz) / rateHz);
        double norm = 1 / (1 + Math.sqrt(2) * k + k * k);
        double b = k * k * norm;
        return new ZeroPhaseFilter(
                b, 2 * b, b, 2 * (k * k - 1) * norm, (1 - Math.sqrt(2) * k + k * k) * norm, pad(cutoffHz, rateHz));
    }

    static ZeroPhaseFilter highPass(double cutoffHz, double rateHz) {
        double k = Math.tan(Math.PI * cutoffHz / rateHz);
        double norm = 1 / (1 + Math.sqrt(2) * k + k * k);
        return new ZeroPhaseFilter(
                norm,
                -2 * norm,
                norm,
                2 * (k * k - 1) * norm,
                (1 - Math.sqrt(2) * k + k * k) * norm,
                pad(cutoffHz, rateHz));
    }

    private static int pad(double cutoffHz, double rateHz) {
        return (int) Math.ceil(rateHz / cutoffHz);
    }

    /** The filtered signal, with the length of the input. */
    double[] apply(double[] x) {
        int n = x.length;
        if (n < 2) {
            return x.clone();
        }
        int ends = Math.min(pad, n - 1);
        double[] y = new double[n + 2 * ends];
        for (int i = 0; i < ends; i++) {
            y[i] = 2 * x[0] - x[ends - i];
            y[ends + n + i] = 2 * x[n - 1] - x[n - 2 - i];
        }
        System.arraycopy(x, 0, y, ends, n);
        run(y);
        reverse(y);
        run(y);
        reverse(y);
        double[] out = new double[n];
        System.arraycopy(y, ends, out, 0, n);
        return out;
    }

    /** One pass in place. The initial state is that of a constant input with the first value. */
    private void run(double[] y) {
        double gain = (b0 + b1 + b2) / (1 + a1 + a2);
        double z2 = b2 * y[0] - a2 * gain * y[0];
        double z1 = b1 * y[0] - a1 * gain * y[0] + z2;
        for (int i = 0; i < y.length; i++) {
            double in = y[i];
            double out = b0 * in + z1;
            z1 = b1 * in - a1 * out + z2;
            z2 = b2 * in - a2 * out;
            y[i] = out;
        }
    }

    private static void reverse(double[] y) {
        for (int i = 0, j = y.length - 1; i < j; i++, j--) {
            double swap = y[i];
            y[i] = y[j];
            y[j] = swap;
        }
    }
}
