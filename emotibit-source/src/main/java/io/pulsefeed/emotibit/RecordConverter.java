package io.pulsefeed.emotibit;

import io.pulsefeed.emotibit.record.MetricStream;
import io.pulsefeed.emotibit.record.RecordFactory;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.SessionListener;
import io.pulsefeed.emotibit.session.TimedPacket;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/** Converts the output of sessions to records, and adds the records of the metrics that it completes. */
final class RecordConverter implements SessionListener {

    private final RecordFactory records;
    private final MetricStream metrics;
    private final List<SourceRecord> out;

    /** @param out receives the records */
    RecordConverter(RecordFactory records, MetricStream metrics, List<SourceRecord> out) {
        this.records = records;
        this.metrics = metrics;
        this.out = out;
    }

    @Override
    public void onPacket(TimedPacket packet) {
        DeviceEvent missed = records.missedBefore(packet);
        if (missed != null) {
            out.add(records.event(missed));
        }
        out.add(records.packet(packet));
        metrics.onPacket(packet, out);
    }

    @Override
    public void onEvent(DeviceEvent event) {
        if (event.type() == DeviceEvent.Type.DISCONNECTED) {
            metrics.onSessionEnd(event.deviceId(), out);
        }
        out.add(records.event(event));
    }
}
