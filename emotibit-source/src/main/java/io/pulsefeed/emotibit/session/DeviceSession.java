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
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data stream of one device between its connection and its end: order, loss, time and values of packets. A device that reboots
 * gets a new session.
 *
 * <pre>
 *   datagram -> lines -> packets -> drop copies -> {@link TimeSync}, {@link DeviceClock}
 *                                         |
 *                                   {@link Sequencer} -> {@link SampleClock} -> listener
 * </pre>
 *
 * <p>Used on the network thread only.
 */
final class DeviceSession {

    /** Packets other than back-dated ones are never this far behind the newest one unless the device rebooted. */
    private static final long REBOOT_MS = 5_000;

    private final String deviceId;
    private final String sessionId;
    private final SessionContext context;
    private final HostCounters counters;
    private final DeviceMetrics metrics;
    private final SessionListener listener;
    private final DeviceClock clock = new DeviceClock();
    private final MillisUnwrapper millis = new MillisUnwrapper();
    private final Sequencer sequencer;
    private final SampleClock samples;
    private final SampleChecks checks = new SampleChecks();
    private final TimeSync sync;
    private final DeviceMode mode;

    private final @Nullable LastPacket previous;
    private @Nullable LastPacket uncompared;
    private @Nullable LastPacket newest;
    private long malformed;
    private long packets;
    private long lost;
    private boolean rebooted;
    private boolean stepped;

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
        this.sequencer = new Sequencer(new SequencerListener(), time.reorderWaitMs(), time.reorderWaitMs());
        this.samples = new SampleClock(clock, time.smoothing());
        this.sync = new TimeSync(context.clock(), time.zone(), context.sender(), clock, counters);
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

    /** Whether the last datagram showed that the device rebooted. The packets from the reboot on were not processed. */
    boolean hasRebooted() {
        return rebooted;
    }

    /** Whether {@code timestamp} is so far behind the newest packet that the device must have rebooted. */
    boolean isBeforeSession(long timestamp) {
        return millis.behind(timestamp) > REBOOT_MS;
    }

    void onDatagram(byte[] data, int length, Arrival arrival) {
        Datagram.read(data, length, new LineHandler(arrival));
    }

    /** Reports packets whose wait has expired as lost. */
    void tick(long nowMonoNs) {
        sequencer.tick(nowMonoNs);
    }

    /** Releases all held packets and publishes the end of the session. */
    void end(String reason) {
        sequencer.releaseAllHeld();
        publishEvent(
                DeviceEvent.Type.DISCONNECTED,
                WallClock.nowEpochUs(context.clock()),
                Map.of("reason", reason, "packets", packets, "lost", lost, "malformed", malformed));
    }

    private final class LineHandler implements Datagram.LineHandler {

        private final Arrival arrival;

        LineHandler(Arrival arrival) {
            this.arrival = arrival;
        }

        @Override
        public void onLine(String text) {
            if (rebooted) {
                return;
            }
            Packet packet = Packet.parse(text);
            if (packet == null) {
                publishMalformed(text, arrival);
            } else if (isBeforeSession(packet.timestamp()) && !TypeTag.isBackDated(packet.tag())) {
                rebooted = true;
            } else {
                accept(packet, arrival);
            }
        }

        @Override
        public void onEmptyLine() {
            sequencer.onEmptyLine();
        }
    }

    private void accept(Packet packet, Arrival arrival) {
        long deviceMs = millis.unwrap(packet.timestamp());
        long number = sequencer.unwrapNumber(packet, deviceMs);
        if (sequencer.isCopy(number, packet)) {
            counters.duplicates.increment();
            return;
        }
        if (packet.tag().equals("RD")) {
            sync.onRequest(packet, deviceMs, arrival);
        }
        packets++;
        counters.packets.increment();
        if (!TypeTag.isBackDated(packet.tag())) {
            clock.onArrival(deviceMs, arrival.epochUs());
        }
        switch (packet.tag()) {
            case "TL" -> sync.onTimeEcho(packet, deviceMs);
            case "AK" -> sync.onAcknowledgementEcho(packet);
            default -> {}
        }
        reportMissedBeforeSession(packet, deviceMs, arrival);
        reportTimeStep(deviceMs);
        sequencer.accept(new SequencedPacket(number, packet, deviceMs, arrival));
    }

    private final class SequencerListener implements Sequencer.Listener {

        @Override
        public void onInOrder(SequencedPacket sequenced, long lastLost) {
            ensureClockStarted(sequenced);
            Packet packet = sequenced.packet();
            long deviceMs = sequenced.deviceMs();
            Values values = checks.check(packet.tag(), Values.of(packet));
            SampleClock.Reading reading =
                    samples.inOrder(packet.tag(), sequenced.number(), deviceMs, values.count(), lastLost);
            publish(sequenced, reading, stepped ? values.with(Flag.TIME_STEP) : values);
            stepped = false;
            if (!TypeTag.isBackDated(packet.tag())) {
                newest = new LastPacket(sessionId, packet.number(), deviceMs, reading.epochUs());
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
        public void onButton(long number, long deviceMs) {
            publishEvent(DeviceEvent.Type.BUTTON, clock.read(deviceMs).epochUs(), Map.of("packet", number));
        }
    }

    /** Back-dated packets do not start the clock on arrival. If the session starts with one, it must still get a time. */
    private void ensureClockStarted(SequencedPacket sequenced) {
        if (!clock.isStarted()) {
            clock.onArrival(sequenced.deviceMs(), sequenced.arrival().epochUs());
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
        listener.onPacket(new TimedPacket(
                deviceId,
                sessionId,
                TimedPacket.NO_TAG,
                -malformed,
                0,
                arrival.epochUs(),
                0,
                TimeSource.RX.label(),
                Double.NaN,
                0,
                text.length(),
                new Values(new double[0], Flag.MALFORMED.bit()),
                text,
                arrival.epochUs()));
    }

    private void reportMissedBeforeSession(Packet packet, long deviceMs, Arrival arrival) {
        LastPacket before = uncompared;
        if (before != null && !TypeTag.isBackDated(packet.tag())) {
            uncompared = null;
            DeviceEvent event = before.compareWith(deviceId, sessionId, packet.number(), deviceMs, arrival.epochUs());
            if (event != null) {
                listener.onEvent(event);
            }
        }
    }

    private void reportTimeStep(long deviceMs) {
        double stepMs = clock.takeStepMs();
        if (stepMs != 0) {
            stepped = true;
            publishEvent(DeviceEvent.Type.TIME_STEP, clock.read(deviceMs).epochUs(), Map.of("step_ms", stepMs));
        }
    }

    private void publishEvent(DeviceEvent.Type type, long epochUs, Map<String, Object> detail) {
        listener.onEvent(new DeviceEvent(deviceId, sessionId, type, epochUs, detail));
    }
}
