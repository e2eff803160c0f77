package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.config.MetricSettings;
import io.pulsefeed.emotibit.session.Notice;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.signal.BodySignals;
import io.pulsefeed.emotibit.signal.MetricWindow;
import io.pulsefeed.emotibit.wire.Flag;
import io.pulsefeed.emotibit.wire.TypeTag;
import io.pulsefeed.emotibit.wire.TypeTag.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** Turns the packets of all sessions into metrics, and into the events that follow from them. Not thread-safe. */
public final class MetricStream {

    private static final String BATTERY_TAG = "B%";
    private static final String WEARING = "wearing_status_numeric";
    /** A battery that sags and recovers by a percent must not tell so each time. */
    private static final int BATTERY_RECOVERED = 5;

    private final MetricSettings settings;
    private final RecordFactory records;
    private final Map<String, Body> bodies = new HashMap<>();

    public MetricStream(MetricSettings settings, RecordFactory records) {
        this.settings = settings;
        this.records = records;
    }

    private static final class Body {
        private final String sessionId;
        private final BodySignals signals;
        private boolean batteryLow;
        private Boolean worn;

        Body(String sessionId, BodySignals signals) {
            this.sessionId = sessionId;
            this.signals = signals;
        }
    }

    /** Takes a packet; events that follow from it at once are added to {@code out}. */
    public void onPacket(TimedPacket packet, List<SourceRecord> out) {
        Kind kind = TypeTag.kindOf(packet.tag());
        int flags = packet.values().flags();
        if (kind != Kind.SENSOR || packet.values().count() == 0 || Flag.LATE.in(flags)) {
            return;
        }
        Body body = bodies.get(packet.deviceId());
        if (body == null || !body.sessionId.equals(packet.sessionId())) {
            body = new Body(packet.sessionId(), new BodySignals(settings.signals()));
            bodies.put(packet.deviceId(), body);
        }
        if (settings.enabled()) {
            body.signals.onSamples(
                    packet.tag(),
                    packet.values().samples(),
                    packet.values().count(),
                    packet.epochMicros(),
                    packet.periodMs());
        }
        if (packet.tag().equals(BATTERY_TAG)) {
            onBattery(packet, body, out);
        }
    }

    /** Adds the windows that are complete at {@code nowMicros}. */
    public void drain(long nowMicros, List<SourceRecord> out) {
        bodies.forEach((deviceId, body) -> drain(deviceId, body, nowMicros, out));
    }

    /** The windows of one device only. */
    public void drain(String deviceId, long nowMicros, List<SourceRecord> out) {
        Body body = bodies.get(deviceId);
        if (body != null) {
            drain(deviceId, body, nowMicros, out);
        }
    }

    /** A session has ended. */
    public void end(String deviceId) {
        bodies.remove(deviceId);
    }

    private void drain(String deviceId, Body body, long nowMicros, List<SourceRecord> out) {
        for (MetricWindow window : body.signals.drain(nowMicros)) {
            out.add(records.metrics(deviceId, body.sessionId, window));
            Double wearing = window.metrics().get(WEARING);
            if (wearing != null) {
                onWearing(deviceId, body, wearing > 0, window.endEpochMicros(), out);
            }
        }
    }

    private void onWearing(String deviceId, Body body, boolean worn, long epochMicros, List<SourceRecord> out) {
        if (body.worn == null || body.worn != worn) {
            body.worn = worn;
            out.add(records.event(
                    new Notice(deviceId, body.sessionId, Notice.Event.CONTACT, epochMicros, Map.of("worn", worn))));
        }
    }

    private void onBattery(TimedPacket packet, Body body, List<SourceRecord> out) {
        double percent = packet.values().samples()[0];
        if (percent <= settings.batteryLowPercent() && !body.batteryLow) {
            body.batteryLow = true;
            out.add(records.event(new Notice(
                    packet.deviceId(),
                    packet.sessionId(),
                    Notice.Event.BATTERY_LOW,
                    packet.epochMicros(),
                    Map.of("percent", percent))));
        } else if (percent >= settings.batteryLowPercent() + BATTERY_RECOVERED) {
            body.batteryLow = false;
        }
    }
}
