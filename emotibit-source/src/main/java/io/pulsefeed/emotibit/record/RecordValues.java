package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.config.ValueFormat;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.signal.MetricWindow;
import org.apache.kafka.connect.data.Schema;

/** Creates the record values of one format. */
interface RecordValues {

    static RecordValues of(ValueFormat format, Patients patients) {
        return switch (format) {
            case JSON -> new JsonWriter(patients);
            case STRUCT -> new StructWriter(patients);
        };
    }

    /** Schema of the values of the raw topic. */
    Schema rawSchema();

    /** Schema of the values of the processed topic, which has metrics and events. */
    Schema processedSchema();

    Object packet(TimedPacket packet);

    Object metrics(String deviceId, String sessionId, MetricWindow window);

    Object event(DeviceEvent event);
}
