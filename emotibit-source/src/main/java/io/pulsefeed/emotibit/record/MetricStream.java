package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.emotibit.session.Notice;
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

/** Turns the packets of all sessions into metrics, and into the events that follow from them. Not thread-safe. */
public final class MetricStream {

    private static final String BATTERY_TAG = "B%";
    /** A battery that sags and recovers by a percent must not tell so each time. */
    private static final int BATTERY_RECOVERED = 5;

    private final MetricConfig settings;
    private final RecordFactory records;
    private final Map<String, Body> bodies = new HashMap<>();

    public MetricStream(MetricConfig settings, RecordFactory records) {
        this.settings = settings;
        this.records = records;
    }

    private static final class Body {
        private final String sessionId;
        private final BodySignals signals;
        private boolean batteryLow;

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
            body = new Body(packet.sessionId(), new BodySignals(settings));
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
        }
        for (BodyEvent event : body.signals.drainEvents()) {
            out.add(records.event(notice(deviceId, body.sessionId, event)));
        }
    }

    private static Notice notice(String deviceId, String sessionId, BodyEvent event) {
        boolean contact = event.name().equals("contact");
        return new Notice(
                deviceId,
                sessionId,
                contact ? Notice.Event.CONTACT : Notice.Event.SKIN_RESPONSE,
                event.epochMicros(),
                contact ? Map.of("worn", event.values().get("wearing") > 0) : new TreeMap<>(event.values()));
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
