package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.signal.BodyEvent;
import io.pulsefeed.emotibit.signal.BodyOutput;
import io.pulsefeed.emotibit.signal.BodySignals;
import io.pulsefeed.emotibit.signal.MetricWindow;
import io.pulsefeed.emotibit.signal.SensorRange;
import io.pulsefeed.emotibit.wire.Flag;
import io.pulsefeed.emotibit.wire.TypeTag;
import io.pulsefeed.emotibit.wire.TypeTag.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Computes metrics, and the events that follow from them, from the packets of all sessions. Uses the times of the packets only, so
 * the same packets give the same records in the same order, however fast they arrive. Not thread-safe.
 */
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

    /** Takes a packet, in the order of its session. Adds the windows and events that it completes to {@code out}. */
    public void onPacket(TimedPacket packet, List<SourceRecord> out) {
        // A packet with a negative number has no place in the sequence, and its time is that of its arrival.
        if (packet.number() < 0 || Flag.LATE.in(packet.values().flags()) || TypeTag.isBackDated(packet.tag())) {
            return;
        }
        SessionSignals session = sessions.get(packet.deviceId());
        if (session == null || !session.sessionId.equals(packet.sessionId())) {
            onSessionEnd(packet.deviceId(), out);
            session = new SessionSignals(packet.sessionId(), new BodySignals(config));
            sessions.put(packet.deviceId(), session);
        }
        boolean hasSamples =
                TypeTag.kindOf(packet.tag()) == Kind.SENSOR && packet.values().count() > 0;
        if (config.enabled()) {
            if (hasSamples) {
                session.signals.onSamples(
                        packet.tag(),
                        packet.values().samples(),
                        packet.values().count(),
                        packet.epochUs(),
                        packet.periodMs());
            } else {
                session.signals.onTime(packet.epochUs());
            }
            drain(packet.deviceId(), session, out);
        }
        if (hasSamples && packet.tag().equals(BATTERY_TAG)) {
            onBattery(packet, session, out);
        }
    }

    /** Adds the windows up to the last sample of a device's session, and forgets the session. */
    public void onSessionEnd(String deviceId, List<SourceRecord> out) {
        SessionSignals session = sessions.remove(deviceId);
        if (session != null) {
            session.signals.finish();
            drain(deviceId, session, out);
        }
    }

    /** Forgets the session of a device without its last windows, because their computation failed. */
    public void discard(String deviceId) {
        sessions.remove(deviceId);
    }

    private void drain(String deviceId, SessionSignals session, List<SourceRecord> out) {
        for (BodyOutput output : session.signals.drain()) {
            out.add(
                    output instanceof MetricWindow window
                            ? records.metrics(deviceId, session.sessionId, window)
                            : records.event(toDeviceEvent(deviceId, session.sessionId, (BodyEvent) output)));
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
            case BEAT -> new DeviceEvent(
                    deviceId, sessionId, DeviceEvent.Type.BEAT, event.epochUs(), beatDetail(event.values()));
        };
    }

    private static Map<String, Object> beatDetail(Map<String, Double> values) {
        Map<String, Object> detail = new TreeMap<>(values);
        detail.put(BodyEvent.NORMAL, values.get(BodyEvent.NORMAL) > 0);
        return detail;
    }

    private void onBattery(TimedPacket packet, SessionSignals session, List<SourceRecord> out) {
        double percent = packet.values().samples()[0];
        if (!SensorRange.contains(BATTERY_TAG, percent)) {
            return;
        }
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
