package io.pulsefeed.emotibit.clock;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Feeds a {@link DeviceClock} from a device with a drifting clock on a slow network, and compares its times with the truth. The phase of
 * the device's time requests is random; 5 % of them stay unanswered, and answers after 100 ms are read at the next request.
 */
final class SimulatedSession {

    private static final double EPOCH_MS = 1_795_000_000_000.0;
    private static final double BATCH_MS = 100;
    private static final double REQUEST_MS = 5107;
    private static final double LISTEN_MS = 100;
    private static final double FAST_PING_MS = 250;
    private static final double PING_MS = 500;
    private static final double FAST_MS = 10_000;

    /** A published time of a sample. */
    record Sample(double atMs, double errorMs, double uncertaintyMs) {}

    private final Random random;
    private final NetworkModel network;
    private final double skew;
    private final boolean pings;
    private final boolean load;
    private final long bootMs;
    private final double firstBatchMs;
    private final double firstRequestMs;
    private final DeviceClock clock = new DeviceClock();
    private final List<Sample> samples = new ArrayList<>();
    private double stalledUntilMs;
    private double nextStallMs = EPOCH_MS;
    private long lastUs = Long.MIN_VALUE;
    private boolean decreased;

    SimulatedSession(long seed, NetworkModel network, double skew, boolean pings, boolean load) {
        this.random = new Random(seed);
        this.network = network;
        this.skew = skew;
        this.pings = pings;
        this.load = load;
        this.bootMs = 1000 + random.nextInt(100_000_000);
        this.firstBatchMs = BATCH_MS * random.nextDouble();
        this.firstRequestMs = REQUEST_MS * random.nextDouble();
    }

    SimulatedSession run(double seconds) {
        double nextRequest = firstRequestMs;
        double nextPing = 0;
        for (double at = firstBatchMs; at < seconds * 1000; at += BATCH_MS / (1 + skew)) {
            for (; pings && nextPing <= at; nextPing += nextPing < FAST_MS ? FAST_PING_MS : PING_MS) {
                ping(nextPing);
            }
            if (at >= nextRequest) {
                exchange(at);
                nextRequest += REQUEST_MS;
            }
            batch(at);
        }
        return this;
    }

    /** The host's time in ms at a device time since session start. */
    private double trueMs(double deviceMs) {
        return EPOCH_MS + deviceMs * (1 + skew);
    }

    private long stamp(double hostMs) {
        return bootMs + (long) Math.floor((hostMs - EPOCH_MS) / (1 + skew));
    }

    /** When the host reads what arrives at a time: later if it does not get CPU time. */
    private double readMs(double hostMs) {
        if (!load) {
            return hostMs;
        }
        while (hostMs > nextStallMs) {
            stalledUntilMs = nextStallMs + 200 * random.nextDouble();
            nextStallMs = stalledUntilMs + 1000 * random.nextDouble();
        }
        return Math.max(hostMs, stalledUntilMs);
    }

    /** When a packet leaves the host for which it has read its clock. */
    private double sentMs(double hostMs) {
        return load && random.nextInt(20) == 0 ? hostMs + 100 * random.nextDouble() : hostMs;
    }

    private void exchange(double deviceMs) {
        double[] delays = network.delays(random);
        double received = readMs(trueMs(deviceMs) + delays[0]);
        double answered = sentMs(received + 0.1) + delays[1];
        long requestMs = bootMs + (long) deviceMs;
        if (random.nextInt(20) != 0 && stamp(answered) - requestMs <= LISTEN_MS) {
            clock.onExchange(
                    requestMs, stamp(answered), Math.round(received * 1000), Math.round((received + 0.1) * 1000));
        }
    }

    private void ping(double hostMs) {
        double[] delays = network.delays(random);
        double sent = EPOCH_MS + hostMs;
        double answered = sentMs(sent) + delays[1];
        double received = readMs(answered + delays[0]);
        double interval = hostMs < FAST_MS ? FAST_PING_MS : PING_MS;
        if (random.nextInt(20) != 0 && received - sent < 0.9 * interval && !samples.isEmpty()) {
            clock.onPing(stamp(answered), Math.round(sent * 1000), Math.round(received * 1000));
        }
    }

    private void batch(double deviceMs) {
        double received = readMs(trueMs(deviceMs) + network.delays(random)[0]);
        for (int tag = 0; tag < 3; tag++) {
            long stamp = (long) (deviceMs - 30 * tag * random.nextDouble());
            clock.onArrival(bootMs + stamp, Math.round(received * 1000));
        }
        long stamp = (long) deviceMs;
        ClockReading reading = clock.read(bootMs + stamp);
        decreased |= reading.epochUs() < lastUs;
        lastUs = reading.epochUs();
        samples.add(
                new Sample(deviceMs, Math.abs(reading.epochUs() / 1000.0 - trueMs(stamp)), reading.uncertaintyMs()));
    }

    List<Sample> samples() {
        return samples;
    }

    boolean decreased() {
        return decreased;
    }

    DeviceClock clock() {
        return clock;
    }
}
