package io.pulsefeed.emotibit.clock;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Feeds a {@link DeviceClock} from a device with a drifting clock on a slow network, and compares its times with the truth. */
final class SimulatedSession {

    private static final double EPOCH_MS = 1_795_000_000_000.0;

    private final Random random;
    private final NetworkModel network;
    private final double skew;
    private final long bootMs;
    private final DeviceClock clock = new DeviceClock();
    private final List<Double> errorsMs = new ArrayList<>();
    private double countErrorsFromMs;
    private long lastUs = Long.MIN_VALUE;
    private boolean decreased;
    private int withinUncertainty;
    private double uncertaintySum;

    SimulatedSession(long seed, NetworkModel network, double skew) {
        this.random = new Random(seed);
        this.network = network;
        this.skew = skew;
        this.bootMs = 1000 + random.nextInt(100_000_000);
    }

    /** Simulates {@code seconds}: a batch every 100 ms, a sync every 5107 ms. Errors count after {@code fromSeconds}. */
    SimulatedSession run(double seconds, double fromSeconds) {
        countErrorsFromMs = fromSeconds * 1000;
        double nextSync = 2000;
        for (double at = 100; at < seconds * 1000; at += 100 / (1 + skew)) {
            if (at >= nextSync) {
                exchange(at);
                nextSync += 5107;
            }
            batch(at);
        }
        return this;
    }

    /** The host's wall-clock time in ms at a device time since session start. */
    private double trueMs(double deviceMs) {
        return EPOCH_MS + deviceMs * (1 + skew);
    }

    private void exchange(double deviceMs) {
        double[] delays = network.delays(random);
        double received = trueMs(deviceMs) + delays[0];
        double sent = received + 0.1;
        double answered = (sent + delays[1] - EPOCH_MS) / (1 + skew);
        clock.onExchange(
                bootMs + (long) deviceMs,
                bootMs + (long) answered,
                Math.round(received * 1000),
                Math.round(sent * 1000));
    }

    private void batch(double deviceMs) {
        double received = trueMs(deviceMs) + network.delays(random)[0];
        for (int tag = 0; tag < 3; tag++) {
            long stamp = (long) (deviceMs - 30 * tag * random.nextDouble());
            clock.onArrival(bootMs + stamp, Math.round(received * 1000));
        }
        long stamp = (long) deviceMs;
        ClockReading reading = clock.read(bootMs + stamp);
        decreased |= reading.epochUs() < lastUs;
        lastUs = reading.epochUs();
        if (deviceMs >= countErrorsFromMs) {
            double error = Math.abs(reading.epochUs() / 1000.0 - trueMs(stamp));
            errorsMs.add(error);
            withinUncertainty += error <= reading.uncertaintyMs() ? 1 : 0;
            uncertaintySum += reading.uncertaintyMs();
        }
    }

    List<Double> errorsMs() {
        return errorsMs;
    }

    int withinUncertainty() {
        return withinUncertainty;
    }

    double uncertaintySum() {
        return uncertaintySum;
    }

    boolean decreased() {
        return decreased;
    }

    DeviceClock clock() {
        return clock;
    }
}
