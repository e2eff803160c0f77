package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.client.HostTime;
import io.pulsefeed.emotibit.clock.DeviceClock;
import io.pulsefeed.emotibit.clock.TimeSource;
import io.pulsefeed.emotibit.config.TimeConfig;
import io.pulsefeed.emotibit.wire.Datagram;
import io.pulsefeed.emotibit.wire.Flag;
import io.pulsefeed.emotibit.wire.MillisUnwrapper;
import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.TypeTag;
import io.pulsefeed.emotibit.wire.Values;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The data stream of one device from its connection to its end: order, losses, time, values. A device that started anew needs a new
 * one. Only used on the network thread.
 */
final class DeviceSession implements Datagram.Lines, Sequencer.Sink {

    /** More than any packet of a running device can lie behind the newest, back-dated tags apart. */
    private static final long REBOOT_MS = 5_000;

    private final String deviceId;
    private final String sessionId;
    private final HostTime time;
    private final HostCounters counters;
    private final DeviceFigures figures;
    private final Outlet outlet;
    private final DeviceClock clock = new DeviceClock();
    private final MillisUnwrapper millis = new MillisUnwrapper();
    private final Sequencer sequencer;
    private final SampleClock samples;
    private final SampleChecks checks = new SampleChecks();
    private final TimeSync sync;
    private final DeviceMode mode;

    private final LastSeen previous;
    private LastSeen before;
    private LastSeen newest;
    private InetSocketAddress from;
    private long arrivalMicros;
    private long arrivalNanos;
    private long malformed;
    private long packets;
    private long lost;
    private boolean rebooted;
    private boolean stepped;

    DeviceSession(String deviceId, String sessionId, SessionContext context, DeviceFigures figures, LastSeen before) {
        this.deviceId = deviceId;
        this.sessionId = sessionId;
        this.time = context.time();
        this.counters = context.counters();
        this.figures = figures;
        this.outlet = context.outlet();
        this.before = before;
        this.previous = before;
        TimeConfig settings = context.settings();
        this.sequencer = new Sequencer(this, settings.reorderWaitMs(), settings.reorderWaitMs());
        this.samples = new SampleClock(clock, settings.smoothing());
        this.sync = new TimeSync(time, settings.zone(), context.radio(), clock, counters);
        this.mode = new DeviceMode(this::notice);
    }

    String sessionId() {
        return sessionId;
    }

    LastSeen lastSeen() {
        return newest == null ? previous : newest;
    }

    /** The device's power mode as it last said, or null. */
    String powerMode() {
        return mode.power();
    }

    /** Whether the last datagram showed that the device has started anew; it was not taken in then. */
    boolean hasRebooted() {
        return rebooted;
    }

    /** Whether the device's clock at {@code timestamp} lies clearly before what this session has seen. */
    boolean isBeforeThis(long timestamp) {
        return millis.behind(timestamp) > REBOOT_MS;
    }

    void onDatagram(byte[] data, int length, InetSocketAddress sender, long epochMicros, long nanos) {
        from = sender;
        arrivalMicros = epochMicros;
        arrivalNanos = nanos;
        Datagram.read(data, length, this);
    }

    void tick(long nanos) {
        sequencer.tick(nanos);
    }

    /** Passes on what still waits and says goodbye. */
    void end(String reason) {
        sequencer.releaseAllHeld();
        outlet.notice(new Notice(
                deviceId,
                sessionId,
                Notice.Event.DISCONNECTED,
                time.epochMicros(),
                Map.of("reason", reason, "packets", packets, "lost", lost, "malformed", malformed)));
    }

    @Override
    public void line(String text) {
        if (rebooted) {
            return;
        }
        Packet packet = Packet.parse(text);
        if (packet == null) {
            malformed(text);
        } else if (isBeforeThis(packet.timestamp()) && !TypeTag.isBackDated(packet.tag())) {
            rebooted = true;
        } else {
            accept(packet);
        }
    }

    @Override
    public void emptyLine() {
        sequencer.emptyLine();
    }

    private void accept(Packet packet) {
        long deviceMs = millis.unwrap(packet.timestamp());
        long number = sequencer.numberOf(packet, deviceMs);
        if (sequencer.isCopy(number, packet)) {
            counters.duplicates.increment();
            return;
        }
        if (packet.tag().equals("RD")) {
            sync.onRequest(packet, deviceMs, from, arrivalMicros);
        }
        packets++;
        counters.packets.increment();
        if (!TypeTag.isBackDated(packet.tag())) {
            clock.onArrival(deviceMs, arrivalMicros);
        }
        switch (packet.tag()) {
            case "TL" -> sync.onTimeEcho(packet, deviceMs);
            case "AK" -> sync.onAcknowledgementEcho(packet);
            default -> {}
        }
        tellWhatIsMissing(packet, deviceMs);
        reportStep(deviceMs);
        sequencer.accept(number, packet, deviceMs, arrivalNanos);
    }

    @Override
    public void inOrder(long number, Packet packet, long deviceMs, long lastLost) {
        if (!clock.started()) {
            // Only before the first packet that tells the time: a back-dated one opened the session.
            clock.onArrival(deviceMs, arrivalMicros);
        }
        Values values = checks.check(packet.tag(), Values.of(packet));
        SampleClock.Reading reading = samples.inOrder(packet.tag(), number, deviceMs, values.count(), lastLost);
        emit(number, packet, deviceMs, reading, stepped ? values.with(Flag.TIME_STEP) : values);
        stepped = false;
        if (!TypeTag.isBackDated(packet.tag())) {
            newest = new LastSeen(sessionId, packet.number(), deviceMs, reading.epochMicros());
            figures.uncertaintyMs(reading.uncertaintyMs());
        }
        mode.onPacket(packet, reading.epochMicros());
    }

    @Override
    public void late(long number, Packet packet, long deviceMs) {
        if (!clock.started()) {
            clock.onArrival(deviceMs, arrivalMicros);
        }
        Values values = checks.check(packet.tag(), Values.of(packet)).with(Flag.LATE);
        emit(number, packet, deviceMs, samples.late(packet.tag(), deviceMs), values);
    }

    @Override
    public void lost(long first, long last, long beforeMs, long afterMs) {
        lost += last - first + 1;
        figures.addLost(last - first + 1);
        long beforeMicros = clock.read(beforeMs).epochMicros();
        long afterMicros = clock.read(afterMs).epochMicros();
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("first_packet", first);
        detail.put("last_packet", last);
        detail.put("lost", last - first + 1);
        detail.put("from", beforeMicros / 1e6);
        detail.put("to", afterMicros / 1e6);
        detail.put("reason", "network");
        notice(Notice.Event.GAP, afterMicros, detail);
    }

    @Override
    public void button(long number, long deviceMs) {
        notice(Notice.Event.BUTTON, clock.read(deviceMs).epochMicros(), Map.of("packet", number));
    }

    private void emit(long number, Packet packet, long deviceMs, SampleClock.Reading reading, Values values) {
        if (Flag.UNKNOWN_TAG.in(values.flags())) {
            counters.unknownTags.increment();
        }
        outlet.packet(new TimedPacket(
                deviceId,
                sessionId,
                packet.tag(),
                number,
                deviceMs,
                reading.epochMicros(),
                reading.periodMs(),
                reading.source().label(),
                reading.uncertaintyMs(),
                packet.reliability(),
                packet.payloadStart(),
                values,
                packet.text()));
    }

    private void malformed(String text) {
        counters.malformed.increment();
        malformed++;
        outlet.packet(new TimedPacket(
                deviceId,
                sessionId,
                TimedPacket.NO_TAG,
                -malformed,
                0,
                arrivalMicros,
                0,
                TimeSource.RX.label(),
                Double.NaN,
                0,
                text.length(),
                new Values(new double[0], Flag.MALFORMED.bit()),
                text));
    }

    private void tellWhatIsMissing(Packet packet, long deviceMs) {
        if (before != null && !TypeTag.isBackDated(packet.tag())) {
            Notice missing = before.until(deviceId, sessionId, packet.number(), deviceMs, arrivalMicros);
            before = null;
            if (missing != null) {
                outlet.notice(missing);
            }
        }
    }

    private void reportStep(long deviceMs) {
        double step = clock.takeStepMs();
        if (step != 0) {
            stepped = true;
            notice(Notice.Event.TIME_STEP, clock.read(deviceMs).epochMicros(), Map.of("step_ms", step));
        }
    }

    private void notice(Notice.Event event, long epochMicros, Map<String, Object> detail) {
        outlet.notice(new Notice(deviceId, sessionId, event, epochMicros, detail));
    }
}
