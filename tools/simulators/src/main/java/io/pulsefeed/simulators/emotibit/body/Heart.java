package io.pulsefeed.simulators.emotibit.body;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Beats with respiratory and slow interval variation, and their pulse wave in a reflective sensor: more blood gives fewer counts,
 * so the systolic edge falls.
 */
final class Heart {

    private static final double FIRST_BEAT = 0.4;
    private static final double RESPIRATORY_DEPTH = 0.035;
    private static final double SLOW_DEPTH = 0.02;
    private static final double SLOW_HZ = 0.1;
    private static final double NOISE = 0.004;
    /** Pulse peak in seconds after a beat, and its widths. */
    private static final double SYSTOLE_AT = 0.18;

    private static final double SYSTOLE_WIDTH = 0.07;
    private static final double DIASTOLE_AT = 0.42;
    private static final double DIASTOLE_WIDTH = 0.11;
    private static final double DIASTOLE = 0.35;
    private static final double PULSE_ENDS = 1.0;
    private static final int REMEMBERED = 4_000;

    private final Random random;
    private final double meanInterval;
    private final double breathHz;
    private final Deque<Double> recent = new ArrayDeque<>();
    private final List<Double> all = new ArrayList<>();
    private double nextBeat = FIRST_BEAT;

    Heart(Random random, double beatsPerMinute, double breathHz) {
        this.random = random;
        this.meanInterval = 60 / beatsPerMinute;
        this.breathHz = breathHz;
    }

    /** Pulse wave at {@code seconds}, which must not decrease: about 0 to 1. */
    double pulse(double seconds) {
        beatUntil(seconds);
        while (!recent.isEmpty() && seconds - recent.peekFirst() > PULSE_ENDS) {
            recent.removeFirst();
        }
        double sum = 0;
        for (double beat : recent) {
            double since = seconds - beat;
            sum += bell(since, SYSTOLE_AT, SYSTOLE_WIDTH) + DIASTOLE * bell(since, DIASTOLE_AT, DIASTOLE_WIDTH);
        }
        return sum;
    }

    /** Beats so far, in seconds, the newest last; at most an hour of them. */
    synchronized List<Double> beats() {
        return List.copyOf(all);
    }

    /** The last two beats up to now, or null: {interval in s, time of the later one}. */
    synchronized double @Nullable [] lastInterval() {
        int n = all.size();
        return n < 2 ? null : new double[] {all.get(n - 1) - all.get(n - 2), all.get(n - 1)};
    }

    private synchronized void beatUntil(double seconds) {
        while (nextBeat <= seconds) {
            recent.addLast(nextBeat);
            all.add(nextBeat);
            if (all.size() > REMEMBERED) {
                all.subList(0, REMEMBERED / 4).clear();
            }
            double modulation = RESPIRATORY_DEPTH * Math.sin(2 * Math.PI * breathHz * nextBeat)
                    + SLOW_DEPTH * Math.sin(2 * Math.PI * SLOW_HZ * nextBeat)
                    + NOISE * random.nextGaussian();
            nextBeat += meanInterval * (1 + modulation);
        }
    }

    private static double bell(double x, double centre, double width) {
        double z = (x - centre) / width;
        return Math.exp(-z * z / 2);
    }
}
