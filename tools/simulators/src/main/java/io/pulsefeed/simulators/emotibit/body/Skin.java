package io.pulsefeed.simulators.emotibit.body;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Skin conductance: a slow level, and responses that rise in one to two seconds and decay over several. */
final class Skin {

    private static final double RISE = 0.75;
    private static final double DECAY = 4.0;
    /** Normalizes exp(-t/DECAY) - exp(-t/RISE), so that the amplitude of a response is its height. */
    private static final double PEAK_AT = Math.log(DECAY / RISE) * DECAY * RISE / (DECAY - RISE);

    private static final double PEAK = shape(PEAK_AT);
    private static final double LEAST_APART = 8;
    private static final double MEAN_EXTRA = 10;
    private static final double LEAST_AMPLITUDE = 0.08;
    private static final double MEAN_AMPLITUDE = 0.25;
    private static final double FADED = 40;
    private static final int REMEMBERED = 1_000;

    private final Random random;
    private final double level;
    private final List<Response> all = new ArrayList<>();
    private double nextOnset;

    /** Onset in s, amplitude in microsiemens. */
    record Response(double onset, double amplitude) {}

    Skin(Random random, double level) {
        this.random = random;
        this.level = level;
        this.nextOnset = 3 + random.nextDouble() * LEAST_APART;
    }

    /** Microsiemens at {@code seconds}, which must not decrease. */
    synchronized double conductance(double seconds) {
        while (nextOnset <= seconds) {
            double amplitude = LEAST_AMPLITUDE - Math.log(1 - random.nextDouble()) * (MEAN_AMPLITUDE - LEAST_AMPLITUDE);
            all.add(new Response(nextOnset, Math.min(1, amplitude)));
            if (all.size() > REMEMBERED) {
                all.subList(0, REMEMBERED / 4).clear();
            }
            nextOnset += LEAST_APART - Math.log(1 - random.nextDouble()) * MEAN_EXTRA;
        }
        double value = level + 0.1 * Math.sin(2 * Math.PI * seconds / 300);
        for (int i = all.size() - 1; i >= 0 && seconds - all.get(i).onset < FADED; i--) {
            Response response = all.get(i);
            value += response.amplitude * shape(seconds - response.onset) / PEAK;
        }
        return value;
    }

    synchronized List<Response> responses() {
        return List.copyOf(all);
    }

    static double peakDelay() {
        return PEAK_AT;
    }

    private static double shape(double t) {
        return t <= 0 ? 0 : Math.exp(-t / DECAY) - Math.exp(-t / RISE);
    }
}
