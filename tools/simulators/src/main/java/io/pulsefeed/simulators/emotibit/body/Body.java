package io.pulsefeed.simulators.emotibit.body;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A synthetic person at rest who wears a device: sensor values and ground truth. All values derive from the seed and the seconds
 * since the start, so that a restarted device continues with the same body. Times must not decrease between calls.
 */
public final class Body {

    private static final double BREATHING_DEPTH_COUNTS = 25;
    private static final double OFF_LEVEL = 0.06;
    private static final double OFF_CONDUCTANCE = 0.030;
    private static final double SKIN_CELSIUS = 33.2;
    private static final double ROOM_CELSIUS = 23;
    private static final double COOLING_SECONDS = 60;

    private final Random noise;
    private final Heart heart;
    private final Skin skin;
    private final boolean takenOff;
    private final double breathHz;
    private final double level;
    private double celsius = SKIN_CELSIUS;
    private double celsiusAt;

    /** @param takenOff whether the device is off the body for the last 20 s of every minute */
    public Body(long seed, boolean takenOff) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        this.noise = new Random(random.nextLong());
        this.breathHz = 0.2 + 0.1 * random.nextDouble();
        this.heart = new Heart(new Random(random.nextLong()), 58 + 30 * random.nextDouble(), breathHz);
        this.skin = new Skin(new Random(random.nextLong()), 1 + 4 * random.nextDouble());
        this.level = 20_000 + 100_000 * random.nextDouble();
        this.takenOff = takenOff;
    }

    public boolean isWorn(double seconds) {
        return !takenOff || seconds % 60 < 40;
    }

    /** Infrared, red and green counts. */
    public long[] light(double seconds) {
        double pulse = heart.pulse(seconds);
        double breath = Math.sin(2 * Math.PI * breathHz * seconds);
        double[] depth = {1.0, 0.6, 1.4};
        double[] share = {1.0, 0.6, 0.12};
        long[] counts = new long[3];
        for (int i = 0; i < 3; i++) {
            double worn =
                    share[i] * level + depth[i] * (BREATHING_DEPTH_COUNTS * breath - 140 * pulse * (1 + 0.08 * breath));
            double off = OFF_LEVEL * share[i] * level;
            counts[i] = Math.round((isWorn(seconds) ? worn : off) + 1.5 * noise.nextGaussian());
        }
        return counts;
    }

    /** Microsiemens. */
    public double conductance(double seconds) {
        double value = skin.conductance(seconds);
        return isWorn(seconds) ? value + 0.0005 * noise.nextGaussian() : OFF_CONDUCTANCE;
    }

    /** Degrees Celsius at the pulse sensor. */
    public double temperature(double seconds) {
        double target = isWorn(seconds) ? SKIN_CELSIUS + 0.2 * Math.sin(seconds / 200) : ROOM_CELSIUS;
        celsius += (target - celsius) * (1 - Math.exp(-(seconds - celsiusAt) / COOLING_SECONDS));
        celsiusAt = seconds;
        return celsius + 0.01 * noise.nextGaussian();
    }

    /** Acceleration (g), rotation (deg/s) and magnetic field (microtesla), three axes each. */
    public double[] motion(double seconds) {
        double sway = 0.01 * Math.sin(2 * Math.PI * 0.13 * seconds);
        double[] motion = {-0.12 + sway, 0.31 - sway, 0.94, 0.2, -0.3, 0.1, 27, 63, -106};
        double[] noises = {0.002, 0.002, 0.002, 0.3, 0.3, 0.3, 0.7, 0.7, 0.7};
        for (int i = 0; i < motion.length; i++) {
            motion[i] += noises[i] * noise.nextGaussian();
        }
        return motion;
    }

    /** Beats so far, in seconds. */
    public List<Double> beats() {
        return heart.beats();
    }

    /** The last two beats, as {interval in s, time of the later one}, or null. */
    public double @Nullable [] lastInterval() {
        return heart.lastInterval();
    }

    /** Skin conductance responses so far: {onset in s, peak in s, amplitude in microsiemens}. */
    public List<double[]> responses() {
        return skin.responses().stream()
                .map(r -> new double[] {r.onset(), r.onset() + Skin.peakDelay(), r.amplitude()})
                .toList();
    }

    /** Breaths per minute. */
    public double breathingRate() {
        return 60 * breathHz;
    }
}
