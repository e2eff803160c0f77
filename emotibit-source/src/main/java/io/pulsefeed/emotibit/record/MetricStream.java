package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.signal.BodyEvent;
import io.pulsefeed.emotibit.signal.BodySignals;
import io.pulsefeed.emotibit.signal.MetricWindow;
import io.pulsefeed.emotibit.wire.Flag;
import io.pulsefeed.emotibit.wire.TypeTag;
import io.pulsefeed.emotibit.wire.TypeTag.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.source.SourceRecord;

/** Computes metrics, and the events that follow from them, from the packets of all sessions. Not thread-safe. */
public final class MetricStream {

    private static final String BATTERY_TAG = "B%";
    /** Hysteresis in percentage points, so that a fluctuating level is reported only once. */
    private static final int BATTERY_HYSTERESIS = 5;

    private final MetricConfig config;
    private final RecordFactory records;
    private final Map<String, SessionSignals> sessions = new HashMap<>();

    public MetricStream(MetricConfig config, RecordFactory records) {
        this.config = config;
        this.records = records;
    }

    private static final class SessionSignals {
        private final String sessionId;
        private final BodySignals signals;
        private boolean batteryLow;

        SessionSignals(String sessionId, BodySignals signals) {
            this.sessionId = sessionId;
            this.signals = signals;
        }
    }

    /** Takes a packet. Adds the events that follow from this packet alone to {@code out}. */
    public void onPacket(TimedPacket packet, List<SourceRecord> out) {
        Kind kind = TypeTag.kindOf(packet.tag());
        int flags = packet.values().flags();
        if (kind != Kind.SENSOR || packet.values().count() == 0 || Flag.LATE.in(flags)) {
            return;
        }
        SessionSignals session = sessions.get(packet.deviceId());
        if (session == null || !session.sessionId.equals(packet.sessionId())) {
            session = new SessionSignals(packet.sessionId(), new BodySignals(config));
            sessions.put(packet.deviceId(), session);
        }
        if (config.enabled()) {
            session.signals.onSamples(
                    packet.tag(),
                    packet.values().samples(),
                    packet.values().count(),
                    packet.epochUs(),
                    packet.periodMs());
        }
        if (packet.tag().equals(BATTERY_TAG)) {
            onBattery(packet, session, out);
        }
    }

    /** Adds the records of all windows that are complete at {@code nowEpochUs}. */
    public void drain(long nowEpochUs, List<SourceRecord> out) {
        sessions.forEach((deviceId, session) -> drain(deviceId, session, nowEpochUs, out));
    }

    /** Like {@link #drain(long, List)}, for one device. */
    public void drain(String deviceId, long nowEpochUs, List<SourceRecord> out) {
        SessionSignals session = sessions.get(deviceId);
        if (session != null) {
            drain(deviceId, session, nowEpochUs, out);
        }
    }

    public void onSessionEnd(String deviceId) {
        sessions.remove(deviceId);
    }

    private void drain(String deviceId, SessionSignals session, long nowEpochUs, List<SourceRecord> out) {
        for (MetricWindow window : session.signals.drain(nowEpochUs)) {
            out.add(records.metrics(deviceId, session.sessionId, window));
        }
        for (BodyEvent event : session.signals.drainEvents()) {
            out.add(records.event(toDeviceEvent(deviceId, session.sessionId, event)));
        }
    }

    private static DeviceEvent toDeviceEvent(String deviceId, String sessionId, BodyEvent event) {
        return switch (event.type()) {
            case CONTACT -> new DeviceEvent(
                    deviceId,
                    sessionId,
                    DeviceEvent.Type.CONTACT,
                    event.epochUs(),
                    Map.of("worn", event.values().get(BodyEvent.WEARING) > 0));
            case SKIN_RESPONSE -> new DeviceEvent(
                    deviceId,
                    sessionId,
                    DeviceEvent.Type.SKIN_RESPONSE,
                    event.epochUs(),
                    new TreeMap<>(event.values()));
        };
    }

    private void onBattery(TimedPacket packet, SessionSignals session, List<SourceRecord> out) {
        double percent = packet.values().samples()[0];
        if (percent <= config.batteryLowPercent() && !session.batteryLow) {
            session.batteryLow = true;
            out.add(records.event(new DeviceEvent(
                    packet.deviceId(),
                    packet.sessionId(),
                    DeviceEvent.Type.BATTERY_LOW,
                    packet.epochUs(),
                    Map.of("percent", percent))));
        } else if (percent >= config.batteryLowPercent() + BATTERY_HYSTERESIS) {
            session.batteryLow = false;
        }
    }
}
