package io.pulsefeed.emotibit.signal;

import io.pulsefeed.emotibit.clock.DeviceClock;
import io.pulsefeed.emotibit.clock.SampleTimer;
import io.pulsefeed.emotibit.clock.SampleTimes;
import io.pulsefeed.emotibit.config.MetricConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Replays signals like a device: packets of few samples with timestamps in whole milliseconds of a drifting device clock, and time
 * syncs over a network. Uses the same clock, sample time and signal code as live data.
 */
final class LiveReplay {

    private static final long EPOCH_MICROS = 1_795_000_000_000_000L;
    private static final double SKEW = 0.011;
    private static final double LEAD_SECONDS = 30;

    private final Random random = new Random(1);
    private final int minSamples;
    private final int maxSamples;
    private final double jitterSeconds;
    private final DeviceClock clock = new DeviceClock();
    private final SampleTimer timer = new SampleTimer(false);
    private final BodySignals signals;
    private final List<Packet> packets = new ArrayList<>();
    private final List<MetricWindow> windows = new ArrayList<>();
    private final List<BodyEvent> events = new ArrayList<>();
    private double worstDelaySeconds;
    private double nextSync = -LEAD_SECONDS;

    private record Packet(String tag, double seconds, double stamp, double[] values) {}

    LiveReplay(MetricConfig settings, int minSamples, int maxSamples, double jitterSeconds) {
        this.signals = new BodySignals(settings);
        this.minSamples = minSamples;
        this.maxSamples = maxSamples;
        this.jitterSeconds = jitterSeconds;
    }

    LiveReplay(MetricConfig settings) {
        this(settings, 2, 3, 0);
    }

    /** Adds a signal: times in seconds since the start of the recording. */
    LiveReplay with(String tag, double[] seconds, double[] values) {
        for (int i = 0; i < seconds.length; ) {
            int count = Math.min(seconds.length - i, minSamples + random.nextInt(maxSamples - minSamples + 1));
            double[] part = new double[count];
            System.arraycopy(values, i, part, 0, count);
            i += count;
            double stamp = seconds[i - 1] + jitterSeconds * random.nextGaussian();
            packets.add(new Packet(tag, seconds[i - 1], stamp, part));
        }
        return this;
    }

    LiveReplay run() {
        packets.sort(Comparator.comparingDouble(Packet::seconds));
        for (double at = -LEAD_SECONDS; at < 0; at += 0.1) {
            // The device connects before the recording, so its clock is known when the first window starts.
            receive(at);
        }
        for (Packet packet : packets) {
            receive(packet.seconds());
            long deviceMs = deviceMs(packet.stamp());
            SampleTimes times = timer.onPacket(packet.tag(), deviceMs, packet.values().length, false);
            signals.onSamples(
                    packet.tag(),
                    packet.values(),
                    packet.values().length,
                    clock.read(times.lastDeviceMs()).epochUs(),
                    times.periodMs() * clock.rate());
            collect(packet.seconds());
        }
        signals.finish();
        collect(packets.get(packets.size() - 1).seconds());
        return this;
    }

    private void collect(double nowSeconds) {
        for (BodyOutput output : signals.drain()) {
            if (output instanceof MetricWindow window) {
                worstDelaySeconds = Math.max(worstDelaySeconds, nowSeconds - seconds(window.endEpochUs()));
                windows.add(window);
            } else {
                events.add((BodyEvent) output);
            }
        }
    }

    private void receive(double seconds) {
        double host = seconds * 1e6 + EPOCH_MICROS;
        clock.onArrival(deviceMs(seconds), Math.round(host + 1000 * delayMs()));
        if (seconds >= nextSync) {
            double out = delayMs();
            double back = delayMs();
            long answered = deviceMs(seconds + (out + back) / 1000);
            long received = Math.round(host + 1000 * out);
            clock.onExchange(deviceMs(seconds), answered, received, received + 100);
            nextSync += 5.107;
        }
    }

    private double delayMs() {
        return Math.max(1, 5 + 2 * random.nextGaussian());
    }

    private static long deviceMs(double seconds) {
        return (long) (100_000 + seconds * 1000 / (1 + SKEW));
    }

    static double seconds(long epochUs) {
        return (epochUs - EPOCH_MICROS) / 1e6;
    }

    List<MetricWindow> windows() {
        return windows;
    }

    List<BodyEvent> events() {
        return events;
    }

    double worstDelaySeconds() {
        return worstDelaySeconds;
    }
}
