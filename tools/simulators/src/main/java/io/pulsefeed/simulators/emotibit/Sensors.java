package io.pulsefeed.simulators.emotibit;

import io.pulsefeed.simulators.emotibit.body.Body;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Samples of a device's sensors since the last batch, as packets in the firmware's order. */
final class Sensors {

    private static final long HOUR_MS = 3_600_000;
    private static final double NANOS = 1e9;
    /** Actual rates differ from the nominal ones. */
    private static final double LIGHT_HZ = 24.87;

    private static final double FAST_LIGHT_HZ = 99.3;
    private static final double MOTION_HZ = 24.8;
    private static final double CONDUCTANCE_HZ = 14.97;
    private static final double TEMPERATURE_HZ = 7.49;
    private static final double RESPONSE_HZ = 3;
    private static final double BATTERY_HZ = 0.2;
    private static final int JITTER_MS = 4;
    private static final double OHM_PER_COUNT = 728.8406523;
    private static final double OHM_AT_ZERO = 14_179_797.05;
    private static final double BUTTON_SECONDS = 7;
    private static final double ODD_SECONDS = 3;

    private final Body body;
    private final DeviceTime time;
    private final PacketText text;
    private final Set<Fault> faults;
    private final Random random;
    private final long bodyStart;
    private final Stream light;
    private final Stream motion = new Stream(MOTION_HZ);
    private final Stream conductance = new Stream(CONDUCTANCE_HZ);
    private final Stream temperature = new Stream(TEMPERATURE_HZ);
    private final Stream responses = new Stream(RESPONSE_HZ);
    private final Stream battery = new Stream(BATTERY_HZ);
    private double lastBeat;
    private double lastResponse;
    private final Map<Fault, Double> due = new EnumMap<>(Fault.class);
    private double nextButton = BUTTON_SECONDS;
    private int odd;

    /** @param bodyStart {@link System#nanoTime} of second 0 of the body */
    Sensors(Body body, DeviceTime time, PacketText text, Set<Fault> faults, long seed, long bodyStart, long now) {
        this.body = body;
        this.time = time;
        this.text = text;
        this.faults = faults;
        this.random = new Random(seed);
        this.bodyStart = bodyStart;
        this.light = new Stream(faults.contains(Fault.PPG_100) ? FAST_LIGHT_HZ : LIGHT_HZ);
        double seconds = (now - bodyStart) / NANOS;
        for (Stream stream : List.of(light, motion, conductance, temperature, responses)) {
            stream.next = (long) Math.ceil(seconds * stream.hz);
        }
        battery.next = (long) Math.floor(seconds * BATTERY_HZ);
        lastBeat = seconds;
        lastResponse = seconds;
        nextButton = seconds + BUTTON_SECONDS;
    }

    /** Samples of one rate: sample k was taken at second k / hz of the body. */
    private static final class Stream {
        private final double hz;
        private long next;

        Stream(double hz) {
            this.hz = hz;
        }

        int due(double seconds) {
            return (int) Math.max(0, Math.floor(seconds * hz) - next + 1);
        }
    }

    /** All packets up to {@code now}; samples are discarded when nothing is to be sent. */
    List<String> batch(long now) {
        double seconds = (now - bodyStart) / NANOS;
        List<String> packets = new ArrayList<>();
        derived(seconds, packets);
        if (isTimeFor(Fault.CLIPPING, seconds)) {
            packets.add(text.packet(time.at(now), 4, "DO", 2, "PI,3,EA,1"));
            packets.add(text.packet(time.at(now), 2, "DC", 2, "EA,2"));
        }
        light(seconds, now, packets);
        conductance(seconds, now, packets);
        temperature(seconds, now, packets);
        motion(seconds, now, packets);
        battery(seconds, now, packets);
        oddities(seconds, now, packets);
        return packets;
    }

    private void derived(double seconds, List<String> packets) {
        double[] beat = body.lastInterval();
        if (beat != null && beat[1] > lastBeat) {
            lastBeat = beat[1];
            long at = deviceMs(beat[1]);
            packets.add(text.packet(at, 1, "BI", Long.toString(Math.round(beat[0] * 25) * 40)));
            packets.add(text.packet(at, 1, "HR", number(60 / beat[0], 2)));
        }
        for (double[] response : body.responses()) {
            if (response[1] > lastResponse && response[1] <= seconds) {
                lastResponse = response[1];
                packets.add(text.packet(deviceMs(response[0]), 1, "SA", number(response[2], 6)));
                packets.add(text.packet(deviceMs(response[0]), 1, "SR", number(response[1] - response[0], 6)));
            }
        }
        int n = responses.due(seconds);
        responses.next += n;
        for (int i = n; i > 0; i--) {
            packets.add(text.packet(deviceMs((responses.next - i) / RESPONSE_HZ), 1, "SF", number(5, 4)));
        }
    }

    private void light(double seconds, long now, List<String> packets) {
        int n = light.due(seconds);
        StringBuilder[] payloads = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
        long at = advance(light, n, now, sample -> {
            long[] counts = body.light(sample);
            for (int i = 0; i < counts.length; i++) {
                PacketText.append(payloads[i], counts[i], 0);
            }
        });
        add(packets, at, n, List.of("PI", "PR", "PG"), payloads);
    }

    private void conductance(double seconds, long now, List<String> packets) {
        int n = conductance.due(seconds);
        StringBuilder[] payloads = {new StringBuilder(), new StringBuilder()};
        long at = advance(conductance, n, now, sample -> {
            double microsiemens = body.conductance(sample);
            PacketText.append(payloads[0], microsiemens, 6);
            PacketText.append(payloads[1], (1e6 / microsiemens - OHM_AT_ZERO) / OHM_PER_COUNT, 6);
        });
        if (n > 0 && isTimeFor(Fault.MISSING_VALUES, seconds)) {
            String[] strange = {"nan", "inf", "ovf", ""};
            payloads[0].setLength(0);
            payloads[0].append("1.5,".repeat(n - 1)).append(strange[odd % strange.length]);
        }
        add(packets, at, n, List.of("EA", "EL"), payloads);
    }

    private void temperature(double seconds, long now, List<String> packets) {
        int n = temperature.due(seconds);
        StringBuilder[] payloads = {new StringBuilder(), new StringBuilder()};
        long at = advance(temperature, n, now, sample -> {
            double celsius = body.temperature(sample);
            PacketText.append(payloads[0], celsius, 3);
            PacketText.append(payloads[1], celsius + 0.4, 3);
        });
        add(packets, at, n, List.of("T1", "TH"), payloads);
    }

    private void motion(double seconds, long now, List<String> packets) {
        List<String> tags = List.of("AX", "AY", "AZ", "GX", "GY", "GZ", "MX", "MY", "MZ");
        int n = motion.due(seconds);
        StringBuilder[] payloads = new StringBuilder[tags.size()];
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = new StringBuilder();
        }
        long at = advance(motion, n, now, sample -> {
            double[] axes = body.motion(sample);
            for (int i = 0; i < axes.length; i++) {
                PacketText.append(payloads[i], axes[i], i < 6 ? 3 : 0);
            }
        });
        add(packets, at, n, tags, payloads);
    }

    private void battery(double seconds, long now, List<String> packets) {
        int n = battery.due(seconds);
        battery.next += n;
        if (n > 0) {
            double percent = faults.contains(Fault.BATTERY_LOW) ? 7 : Math.max(20, 92 - seconds / 120);
            packets.add(text.packet(time.at(now), 1, "BV", number(3.4 + 0.65 * percent / 100, 2)));
            packets.add(text.packet(time.at(now), 1, "B%", number(Math.floor(percent), 0)));
        }
    }

    private void oddities(double seconds, long now, List<String> packets) {
        if (faults.contains(Fault.BUTTON) && seconds >= nextButton) {
            nextButton = seconds + BUTTON_SECONDS;
            text.skip();
            packets.add("\n");
        }
        if (faults.contains(Fault.UNKNOWN_TAGS)) {
            packets.add(text.packet(time.at(now), 2, "U1", "17,4.25"));
            packets.add(text.packet(time.at(now), 1, "FF", "on"));
        }
        if (isTimeFor(Fault.MALFORMED, seconds)) {
            packets.addAll(List.of("12,34,PI\n", "x,y,z\n", "1,70000,1,PI,1,100,5\n", "hello\0 \u00e9\n", ",,,,,,\n"));
        }
        if (isTimeFor(Fault.WRONG_HEADER, seconds)) {
            long deviceMs = time.at(now);
            packets.addAll(List.of(
                    header(1_000, text.nextNumber()),
                    header(deviceMs + HOUR_MS, text.nextNumber()),
                    header(deviceMs - HOUR_MS, text.nextNumber() + 1),
                    header(deviceMs, text.nextNumber() + 20_000)));
        }
        if (!packets.isEmpty() && isTimeFor(Fault.TRUNCATE, seconds)) {
            int victim = random.nextInt(packets.size());
            String whole = packets.get(victim);
            if (whole.indexOf(",100,") > 0 && whole.length() - whole.indexOf(",100,") > 8) {
                packets.set(victim, whole.substring(0, whole.length() - 3) + "\u0019\n");
            }
        }
    }

    private static String header(long deviceMs, int number) {
        return Math.floorMod(deviceMs, 1L << 32) + "," + (number & 0xFFFF) + ",1,PI,1,100,5\n";
    }

    /** Every three seconds, independently for each fault. */
    private boolean isTimeFor(Fault fault, double seconds) {
        if (!faults.contains(fault) || seconds < due.getOrDefault(fault, 0.0)) {
            return false;
        }
        odd++;
        due.put(fault, seconds + ODD_SECONDS);
        return true;
    }

    private interface Sampling {
        void at(double seconds);
    }

    /** Takes the next samples and returns the timestamp of their packet: that of the last sample plus scheduling delay. */
    private long advance(Stream stream, int n, long now, Sampling sampling) {
        for (int i = 0; i < n; i++) {
            sampling.at((stream.next + i) / stream.hz);
        }
        stream.next += n;
        long last = deviceMs((stream.next - 1) / stream.hz);
        return Math.min(time.at(now), last + random.nextInt(JITTER_MS + 1));
    }

    private void add(List<String> packets, long at, int n, List<String> tags, StringBuilder[] payloads) {
        for (int i = 0; n > 0 && i < payloads.length; i++) {
            packets.add(text.packet(at, n, tags.get(i), payloads[i].toString()));
        }
    }

    private long deviceMs(double seconds) {
        return time.at(bodyStart + Math.round(seconds * NANOS));
    }

    private static String number(double value, int decimals) {
        StringBuilder payload = new StringBuilder();
        PacketText.append(payload, value, decimals);
        return payload.toString();
    }
}
