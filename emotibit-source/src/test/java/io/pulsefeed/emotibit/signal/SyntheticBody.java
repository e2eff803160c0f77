package io.pulsefeed.emotibit.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Synthetic PPG signal with known truth, for tests without reference data. */
final class SyntheticBody {

    static final double PPG_HZ = 25;
    private static final double LEVEL = 60_000;
    private static final double PULSE = 150;

    private final Random random = new Random(11);
    private final List<Double> beats = new ArrayList<>();

    /** Beats every {@code intervalSeconds}, modulated by breathing with the relative amplitude {@code modulation}. */
    SyntheticBody(double seconds, double intervalSeconds, double modulation, double breathsPerMinute) {
        for (double at = 0.3; at < seconds; ) {
            beats.add(at);
            at += intervalSeconds * (1 + modulation * Math.sin(2 * Math.PI * breathsPerMinute / 60 * at));
        }
    }

    /** Beats with independent intervals, as in atrial fibrillation: {@code spread} is their relative standard deviation. */
    static SyntheticBody irregular(double seconds, double intervalSeconds, double spread) {
        SyntheticBody body = new SyntheticBody(0, 1, 0, 1);
        Random rhythm = new Random(7);
        for (double at = 0.3; at < seconds; ) {
            body.beats.add(at);
            at += Math.max(0.35, intervalSeconds * (1 + spread * rhythm.nextGaussian()));
        }
        return body;
    }

    /** PPG counts with noise, as a share of the pulse height. */
    double ppg(double seconds, double noise) {
        return ppg(seconds) + Math.round(noise * PULSE * random.nextGaussian());
    }

    /** PPG counts, which decrease with blood volume. */
    double ppg(double seconds) {
        double blood = 0;
        for (int i = Math.max(0, firstAfter(seconds) - 2); i < beats.size() && beats.get(i) < seconds + 1; i++) {
            double since = seconds - beats.get(i);
            blood += Math.exp(-since * since / (2 * 0.09 * 0.09)) + 0.4 * bump(since - 0.3);
        }
        return Math.round(LEVEL - PULSE * blood + 2 * random.nextGaussian());
    }

    private static double bump(double since) {
        return Math.exp(-since * since / (2 * 0.12 * 0.12));
    }

    private int firstAfter(double seconds) {
        int i = 0;
        while (i < beats.size() && beats.get(i) < seconds) {
            i++;
        }
        return i;
    }

    List<Double> beats() {
        return beats;
    }
}
