package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.clock.DeviceClock;
import io.pulsefeed.emotibit.clock.TimeSource;
import io.pulsefeed.emotibit.clock.WallClock;
import io.pulsefeed.emotibit.config.TimeConfig;
import io.pulsefeed.emotibit.wire.Datagram;
import io.pulsefeed.emotibit.wire.Flag;
import io.pulsefeed.emotibit.wire.MillisUnwrapper;
import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.TypeTag;
import io.pulsefeed.emotibit.wire.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data stream of one device between its connection and its end: order, loss, time and values of packets. A device that reboots
 * gets a new session.
 *
 * <pre>
 *   datagram -> lines -> {@link PacketScreen} -> drop copies -> {@link TimeSync}, {@link DeviceClock}
 *                              |                       |
 *                              |                 {@link Sequencer} -> {@link SampleClock} -> listener
 *                        impossible packets: text and flag only -> listener
 * </pre>
 *
 * <p>Used on the network thread only.
 */
final class DeviceSession {

    /** An answer on the advertising channel is never this far behind the newest packet unless the device rebooted. */
    private static final long REBOOT_MS = 5_000;

    private static final long STREAMING_NS = 300_000_000;
    private static final long NS_PER_US = 1_000;
    /** A pong is newer than the newest packet by less than the interval of packets, and both can be delayed. */
    private static final long MAX_PONG_DISTANCE_MS = 2_000;

    private static final int MAX_EARLY_PONGS = 8;
    /** A session that is silent for longer has no clock for the present time. */
    private static final long MAX_AHEAD_US = 10_000_000;

    private final String deviceId;
    private final String sessionId;
    private final SessionContext context;
    private final HostCounters counters;
    private final DeviceMetrics metrics;
    private final SessionListener listener;
    private final DeviceClock clock = new DeviceClock();
    private final MillisUnwrapper millis = new MillisUnwrapper();
    private final PacketScreen screen;
    private final Sequencer sequencer;
    private final SampleClock samples;
    private final SampleChecks checks = new SampleChecks();
    private final TimeSync sync;
    private final DeviceMode mode;

    private final List<Pong> earlyPongs = new ArrayList<>();
    private final @Nullable LastPacket previous;
    private @Nullable LastPacket uncompared;
    private @Nullable LastPacket newest;
    private long unplaced;
    private long malformed;
    private long implausible;
    private long packets;
    private long lost;
    private long acceptedMonoNs;
    private boolean stepped;
    private long startedEpochUs;

    private record Pong(long timestamp, long sentUs, long receivedUs) {}

    /** @param previous the last packet before this session, if known */
    DeviceSession(
            String deviceId,
            String sessionId,
            SessionContext context,
            DeviceMetrics metrics,
            @Nullable LastPacket previous) {
        this.deviceId = deviceId;
        this.sessionId = sessionId;
        this.context = context;
        this.counters = context.counters();
        this.metrics = metrics;
        this.listener = context.listener();
        this.previous = previous;
        this.uncompared = previous;
        TimeConfig time = context.time();
        this.screen = new PacketScreen(new ScreenListener(), time.reorderWaitMs());
        this.sequencer = new Sequencer(new SequencerListener(), time.reorderWaitMs(), time.reorderWaitMs());
        this.samples = new SampleClock(clock, time.smoothing());
        this.sync = new TimeSync(context, clock);
        this.mode = new DeviceMode(this::publishEvent);
    }

    String sessionId() {
        return sessionId;
    }

    /** The last packet of this session, or of the session before it if this one received none. */
    @Nullable
    LastPacket lastPacket() {
        return newest == null ? previous : newest;
    }

    /** The power mode that the device reported last; null before the first report. */
    @Nullable
    String powerMode() {
        return mode.power();
    }

    /** The file on the SD card that the device reported last, empty without a recording; null before the first report. */
    @Nullable
    String recordingFile() {
        return mode.recording();
    }

    /** The device time at a published time; null if it is not within the session. */
    @Nullable
    Long deviceMsAt(long epochUs) {
        LastPacket last = newest;
        if (last == null || epochUs < startedEpochUs || epochUs - last.epochUs() > MAX_AHEAD_US) {
            return null;
        }
        return last.deviceMs() + Math.round((epochUs - last.epochUs()) / 1e3 / clock.rate());
    }

    /** Whether the device sent data within the last 0.3 s. */
    boolean isStreaming(long nowMonoNs) {
        return packets > 0 && nowMonoNs - acceptedMonoNs <= STREAMING_NS;
    }

    /** The packets since a reboot, which belong to the next session; null if the device did not reboot. */
    @Nullable
    List<PacketScreen.Held> packetsSinceReboot() {
        return screen.restart();
    }

    /** Starts with the packets since a reboot. */
    void startWith(List<PacketScreen.Held> packetsSinceReboot) {
        screen.startWith(packetsSinceReboot);
    }

    /** Whether {@code timestamp} is so far behind the newest packet that the device must have rebooted. */
    boolean isBeforeSession(long timestamp) {
        return millis.behind(timestamp) > REBOOT_MS;
    }

    void onDatagram(byte[] data, int length, Arrival arrival) {
        // What has expired before the datagram must not depend on when the timers of the host ran.
        tick(arrival.monoNs());
        Datagram.read(data, length, new LineHandler(arrival));
        screen.decide(arrival.monoNs());
    }

    /**
     * The device answered a ping.
     *
     * @param timestamp TIMESTAMP of the answer
     * @param sentMonoNs monotonic time before the ping was sent
     */
    void onPong(long timestamp, long sentMonoNs, long receivedMonoNs) {
        Pong pong = new Pong(timestamp, sentMonoNs / NS_PER_US, receivedMonoNs / NS_PER_US);
        if (packets > 0) {
            measure(pong);
        } else if (earlyPongs.size() < MAX_EARLY_PONGS) {
            earlyPongs.add(pong);
        }
    }

    private void measure(Pong pong) {
        long behindMs = millis.behind(pong.timestamp);
        if (Math.abs(behindMs) <= MAX_PONG_DISTANCE_MS) {
            clock.onPing(millis.newest() - behindMs, pong.sentUs, pong.receivedUs);
        }
    }

    /** Decides about packets that wait: reports missing ones as lost, and rejects impossible ones. */
    void tick(long nowMonoNs) {
        sequencer.tick(nowMonoNs);
        screen.decide(nowMonoNs);
    }

    /** Releases all held packets and publishes the end of the session. */
    void end(String reason) {
        screen.end();
        sequencer.releaseAllHeld();
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("reason", reason);
        detail.put("packets", packets);
        detail.put("lost", lost);
        detail.put("malformed", malformed);
        if (implausible > 0) {
            detail.put("implausible", implausible);
        }
        publishEvent(DeviceEvent.Type.DISCONNECTED, WallClock.nowEpochUs(context.clock()), detail);
    }

    private final class LineHandler implements Datagram.LineHandler {

        private final Arrival arrival;

        LineHandler(Arrival arrival) {
            this.arrival = arrival;
        }

        @Override
        public void onLine(String text) {
            Packet packet = Packet.parse(text);
            if (packet == null) {
                publishMalformed(text, arrival);
                return;
            }
            if (screen.isStarting() && packet.tag().equals("RD")) {
                // The first exchange should not wait until the session's first packets are confirmed.
                sync.onRequest(packet, arrival);
            }
            screen.offer(packet, arrival);
        }

        @Override
        public void onEmptyLine() {
            sequencer.onEmptyLine();
        }
    }

    private final class ScreenListener implements PacketScreen.Listener {

        @Override
        public void onAccepted(Packet packet, Arrival arrival) {
            accept(packet, arrival);
        }

        @Override
        public void onRejected(Packet packet, Arrival arrival) {
            reject(packet, arrival);
        }
    }

    private void reject(Packet packet, Arrival arrival) {
        counters.implausible.increment();
        implausible++;
        publishUnplaced(
                packet.tag(),
                packet.timestamp(),
                packet.reliability(),
                packet.payloadStart(),
                Flag.IMPLAUSIBLE,
                packet.text(),
                arrival);
    }

    private void accept(Packet packet, Arrival arrival) {
        long deviceMs = millis.unwrap(packet.timestamp());
        long number = sequencer.unwrapNumber(packet, deviceMs);
        if (sequencer.isCopy(number, packet)) {
            counters.duplicates.increment();
            return;
        }
        if (packet.tag().equals("RD")) {
            sync.onRequest(packet, arrival);
            sync.onRequestAccepted(packet, deviceMs);
        }
        packets++;
        acceptedMonoNs = arrival.monoNs();
        counters.packets.increment();
        clock.setHostOffsetUs(context.hostTime().offsetUs(), deviceMs);
        if (!TypeTag.isBackDated(packet.tag())) {
            clock.onArrival(deviceMs, arrival.monoNs() / NS_PER_US);
        }
        earlyPongs.forEach(this::measure);
        earlyPongs.clear();
        switch (packet.tag()) {
            case "TL" -> sync.onTimeEcho(packet, deviceMs);
            case "AK" -> sync.onAcknowledgementEcho(packet);
            default -> {}
        }
        reportMissedBeforeSession(packet, deviceMs, arrival);
        sequencer.accept(new SequencedPacket(number, packet, deviceMs, arrival));
    }

    private final class SequencerListener implements Sequencer.Listener {

        @Override
        public void onSettled(List<SequencedPacket> first) {
            FirstPeriods.of(first).forEach(samples::expectPeriod);
        }

        @Override
        public void onInOrder(SequencedPacket sequenced, long lastLost) {
            ensureClockStarted(sequenced);
            Packet packet = sequenced.packet();
            long deviceMs = sequenced.deviceMs();
            reportTimeStep(deviceMs);
            Values values = checks.check(packet.tag(), Values.of(packet));
            SampleClock.Reading reading =
                    samples.inOrder(packet.tag(), sequenced.number(), deviceMs, values.count(), lastLost);
            publish(sequenced, reading, stepped ? values.with(Flag.TIME_STEP) : values);
            stepped = false;
            if (!TypeTag.isBackDated(packet.tag())) {
                startedEpochUs = newest == null ? reading.epochUs() : startedEpochUs;
                newest = new LastPacket(
                        sessionId,
                        packet.number(),
                        deviceMs,
                        reading.epochUs(),
                        sequenced.arrival().monoNs());
                metrics.setUncertaintyMs(reading.uncertaintyMs());
            }
            mode.onPacket(packet, reading.epochUs());
        }

        @Override
        public void onLate(SequencedPacket sequenced) {
            ensureClockStarted(sequenced);
            Packet packet = sequenced.packet();
            Values values = checks.check(packet.tag(), Values.of(packet)).with(Flag.LATE);
            publish(sequenced, samples.late(packet.tag(), sequenced.deviceMs()), values);
        }

        @Override
        public void onLost(long first, long last, long beforeMs, long afterMs) {
            lost += last - first + 1;
            metrics.addLost(last - first + 1);
            long beforeEpochUs = clock.read(beforeMs).epochUs();
            long afterEpochUs = clock.read(afterMs).epochUs();
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("first_packet", first);
            detail.put("last_packet", last);
            detail.put("lost", last - first + 1);
            detail.put("from", beforeEpochUs / 1e6);
            detail.put("to", afterEpochUs / 1e6);
            detail.put("reason", "network");
            publishEvent(DeviceEvent.Type.GAP, afterEpochUs, detail);
        }

        @Override
        public void onWrongNumber(SequencedPacket sequenced) {
            packets--;
            reject(sequenced.packet(), sequenced.arrival());
        }

        @Override
        public void onButton(long number, long deviceMs) {
            publishEvent(DeviceEvent.Type.BUTTON, clock.read(deviceMs).epochUs(), Map.of("packet", number));
        }
    }

    /** Back-dated packets do not start the clock on arrival. If the session starts with one, it must still get a time. */
    private void ensureClockStarted(SequencedPacket sequenced) {
        if (!clock.isStarted()) {
            clock.onArrival(sequenced.deviceMs(), sequenced.arrival().monoNs() / NS_PER_US);
        }
    }

    private void publish(SequencedPacket sequenced, SampleClock.Reading reading, Values values) {
        if (Flag.UNKNOWN_TAG.in(values.flags())) {
            counters.unknownTags.increment();
        }
        Packet packet = sequenced.packet();
        listener.onPacket(new TimedPacket(
                deviceId,
                sessionId,
                packet.tag(),
                sequenced.number(),
                sequenced.deviceMs(),
                reading.epochUs(),
                reading.periodMs(),
                reading.source().label(),
                reading.uncertaintyMs(),
                packet.reliability(),
                packet.payloadStart(),
                values,
                packet.text(),
                sequenced.arrival().epochUs()));
    }

    private void publishMalformed(String text, Arrival arrival) {
        counters.malformed.increment();
        malformed++;
        publishUnplaced(TimedPacket.NO_TAG, 0, 0, text.length(), Flag.MALFORMED, text, arrival);
    }

    /** Publishes text that has no place in the sequence of packets: it gets its own number, its receive time and no values. */
    private void publishUnplaced(
            String tag, long deviceMs, int reliability, int payloadStart, Flag flag, String text, Arrival arrival) {
        unplaced++;
        listener.onPacket(new TimedPacket(
                deviceId,
                sessionId,
                tag,
                -unplaced,
                deviceMs,
                arrival.epochUs(),
                0,
                TimeSource.RX.label(),
                Double.NaN,
                reliability,
                payloadStart,
                new Values(new double[0], flag.bit()),
                text,
                arrival.epochUs()));
    }

    private void reportMissedBeforeSession(Packet packet, long deviceMs, Arrival arrival) {
        LastPacket before = uncompared;
        if (before != null && !TypeTag.isBackDated(packet.tag())) {
            uncompared = null;
            DeviceEvent event = before.compareWith(
                    deviceId, sessionId, packet.number(), deviceMs, arrival.epochUs(), arrival.monoNs());
            if (event != null) {
                listener.onEvent(event);
            }
        }
    }

    private void reportTimeStep(long deviceMs) {
        double stepMs = clock.takeStepMs(deviceMs);
        if (stepMs != 0) {
            stepped = true;
            samples.onStep();
            publishEvent(DeviceEvent.Type.TIME_STEP, clock.read(deviceMs).epochUs(), Map.of("step_ms", stepMs));
        }
    }

    private void publishEvent(DeviceEvent.Type type, long epochUs, Map<String, Object> detail) {
        listener.onEvent(new DeviceEvent(deviceId, sessionId, type, epochUs, detail));
    }
}
