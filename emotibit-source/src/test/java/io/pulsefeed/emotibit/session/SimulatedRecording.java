package io.pulsefeed.emotibit.session;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.emotibit.clock.HostTime;
import io.pulsefeed.emotibit.config.TimeConfig;
import io.pulsefeed.simulators.emotibit.body.Body;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.slf4j.LoggerFactory;

/** The packets of a worn device, as a file and as a live session with lost datagrams. The device's clock is 1.5 % slow. */
public final class SimulatedRecording {

    /** True time of the first batch, microseconds since 1970. */
    public static final long START_EPOCH_US = VirtualClock.START_EPOCH_US;

    public static final long BATCH_US = 200_000;

    private static final InetSocketAddress DEVICE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 3132);
    private static final double SKEW = 0.015;
    private static final int BATCHES_PER_SYNC = 25;
    /** The device reads the answer to a time request this long after the request. */
    private static final long ROUND_TRIP_MS = 12;

    private static final DateTimeFormatter LOCAL_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd_HH-mm-ss-SSSSSS", Locale.ROOT);

    /** The lines of each batch of 200 ms. */
    private final List<List<String>> batches = new ArrayList<>();

    private int number;

    /** @param firstNumber number of the first packet, to test the wrap of the counter */
    public SimulatedRecording(int seconds, int firstNumber) {
        number = firstNumber;
        Body body = new Body(3, false);
        VirtualClock clock = new VirtualClock();
        int request = 0;
        for (int batch = 1; batch <= 5 * seconds; batch++) {
            clock.advanceUs(BATCH_US);
            long deviceMs = deviceMsOf(batch);
            double first = batch / 5.0 - 0.16;
            List<String> lines = new ArrayList<>();
            if (batch % BATCHES_PER_SYNC == 2) {
                // The answer to the request of the previous batch.
                long answeredMs = deviceMsOf(batch - 1) + ROUND_TRIP_MS;
                Instant sent = clock.instant().minusNanos(1000 * BATCH_US).plusMillis(ROUND_TRIP_MS / 2);
                lines.add(packet(answeredMs, "TL", 1, LOCAL_TIME.format(sent.atZone(ZoneOffset.UTC))));
                lines.add(packet(answeredMs, "AK", 2, request + ",RD"));
            }
            if (batch % BATCHES_PER_SYNC == 1) {
                request = number % 65_536;
                lines.add(packet(deviceMs, "RD", 2, "TL,TU"));
            }
            long[][] light = new long[5][];
            double[][] motion = new double[5][];
            for (int i = 0; i < 5; i++) {
                light[i] = body.light(first + 0.04 * i);
                motion[i] = body.motion(first + 0.04 * i);
            }
            for (int axis = 0; axis < 3; axis++) {
                int a = axis;
                lines.add(packet(deviceMs, List.of("PI", "PR", "PG").get(axis), 5, values(5, i -> light[i][a])));
                lines.add(packet(deviceMs, List.of("AX", "AY", "AZ").get(axis), 5, values(5, i -> motion[i][a])));
            }
            lines.add(packet(deviceMs, "EA", 3, values(3, i -> body.conductance(first + i / 15.0))));
            lines.add(packet(deviceMs, "TH", 1, "33.125"));
            if (batch % 25 == 0) {
                lines.add(packet(deviceMs, "B%", 1, "91"));
            }
            batches.add(lines);
        }
    }

    private static long deviceMsOf(int batch) {
        return Math.round(5_000 + batch * 200 / (1 + SKEW));
    }

    private static String values(int count, IntToDoubleFunction value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",").append(String.format(Locale.ROOT, "%.4f", value.applyAsDouble(i)));
        }
        return text.toString();
    }

    private String packet(long deviceMs, String tag, int count, String payload) {
        return deviceMs + "," + number++ % 65_536 + "," + count + "," + tag + ",1,100," + payload;
    }

    /** The lines of the file. */
    public List<String> lines() {
        return batches.stream().flatMap(List::stream).toList();
    }

    /** The lines of a batch, which was sent {@code batch} times 200 ms after the start. */
    public List<String> batch(int batch) {
        return batches.get(batch - 1);
    }

    /**
     * The outputs of a live session, with 2 to 6 ms of network delay, two datagrams per batch, and some of them lost or swapped.
     *
     * @param lossShare share of lost datagrams
     */
    public List<SessionOutput> live(double lossShare) {
        return live(lossShare, "S1");
    }

    /** Like {@link #live(double)}, with another session id. */
    public List<SessionOutput> live(double lossShare, String sessionId) {
        VirtualClock clock = new VirtualClock();
        List<SessionOutput> outputs = new ArrayList<>();
        DeviceSession session = new DeviceSession(
                "D1",
                sessionId,
                new SessionContext(
                        clock,
                        clock,
                        new HostTime(clock, clock),
                        new TimeConfig(ZoneOffset.UTC, false, 300),
                        new NoSender(),
                        new Collector(outputs),
                        new HostCounters(),
                        new LogThrottle(LoggerFactory.getLogger(SimulatedRecording.class), clock)),
                new DeviceMetrics("D1"),
                null);
        Random random = new Random(5);
        for (int batch = 1; batch <= batches.size(); batch++) {
            List<String> lines = batch(batch);
            int half = lines.size() / 2;
            List<List<String>> datagrams =
                    new ArrayList<>(List.of(lines.subList(0, half), lines.subList(half, lines.size())));
            if (lossShare > 0 && random.nextDouble() < 0.05) {
                datagrams.add(datagrams.remove(0));
            }
            for (List<String> datagram : datagrams) {
                boolean isRequest = batch % BATCHES_PER_SYNC == 1;
                // The host answers a request with the time in the file.
                long delayUs = isRequest ? ROUND_TRIP_MS * 500 : 2_000 + random.nextInt(4_000);
                long arrivalUs = START_EPOCH_US + batch * BATCH_US + delayUs;
                clock.advanceUs(Math.max(0, arrivalUs - clock.epochUs()));
                if (random.nextDouble() >= lossShare) {
                    byte[] data = String.join("\n", datagram).getBytes(StandardCharsets.ISO_8859_1);
                    session.onDatagram(data, data.length, new Arrival(DEVICE, clock.epochUs(), clock.nowNs()));
                }
            }
            session.tick(clock.nowNs());
        }
        session.end("test");
        return outputs;
    }

    private record Collector(List<SessionOutput> outputs) implements SessionListener {
        @Override
        public void onPacket(TimedPacket packet) {
            outputs.add(packet);
        }

        @Override
        public void onEvent(DeviceEvent event) {
            outputs.add(event);
        }
    }

    private static final class NoSender implements DatagramSender {
        @Override
        public void advertise(InetAddress to, byte[] packet) {}

        @Override
        public void reply(InetSocketAddress to, byte[] packet) {}
    }
}
