package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.session.LastSeen;
import io.pulsefeed.emotibit.session.Notice;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.signal.MetricWindow;
import io.pulsefeed.emotibit.wire.TypeTag;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Records of both topics: key is the device id, value is UTF-8 JSON, time is when it happened at the device. Not thread-safe.
 */
public final class RecordFactory {

    private static final int MICROS_PER_MS = 1000;

    private final String rawTopic;
    private final String processedTopic;
    private final JsonWriter json;
    private final DeviceOffsets offsets;

    /** @param storedOffsets the offset that a former run stored for a device, or null */
    public RecordFactory(
            String rawTopic,
            String processedTopic,
            Patients patients,
            Function<String, Map<String, Object>> storedOffsets) {
        this.rawTopic = rawTopic;
        this.processedTopic = processedTopic;
        this.json = new JsonWriter(patients);
        this.offsets = new DeviceOffsets(storedOffsets);
    }

    /** What a device's first packet tells about the time since a former run: an event, or null. To be called before {@link #packet}. */
    public Notice missedBefore(TimedPacket packet) {
        if (packet.isMalformed() || TypeTag.isBackDated(packet.tag())) {
            return null;
        }
        LastSeen last = offsets.resume(packet.deviceId(), packet.sessionId());
        return last == null
                ? null
                : last.until(
                        packet.deviceId(),
                        packet.sessionId(),
                        packet.number(),
                        packet.deviceMs(),
                        packet.epochMicros());
    }

    public SourceRecord packet(TimedPacket packet) {
        return record(
                DeviceOffsets.partition(packet.deviceId()),
                offsets.after(packet),
                rawTopic,
                packet.deviceId(),
                json.packet(packet),
                packet.epochMicros());
    }

    /** A packet of a recorded file, of which {@code lines} lines are read with it. */
    public SourceRecord imported(TimedPacket packet, String file, long lines) {
        return record(
                DeviceOffsets.filePartition(file),
                Map.of(DeviceOffsets.LINES, lines),
                rawTopic,
                packet.deviceId(),
                json.packet(packet),
                packet.epochMicros());
    }

    public SourceRecord metrics(String deviceId, String sessionId, MetricWindow window) {
        return record(
                DeviceOffsets.partition(deviceId),
                offsets.current(deviceId, sessionId),
                processedTopic,
                deviceId,
                json.metrics(deviceId, sessionId, window),
                window.endEpochMicros());
    }

    public SourceRecord event(Notice notice) {
        return record(
                DeviceOffsets.partition(notice.deviceId()),
                offsets.current(notice.deviceId(), notice.sessionId()),
                processedTopic,
                notice.deviceId(),
                json.event(notice),
                notice.epochMicros());
    }

    private static SourceRecord record(
            Map<String, String> partition,
            Map<String, Object> offset,
            String topic,
            String key,
            byte[] value,
            long epochMicros) {
        long millis = Math.max(0, Math.floorDiv(epochMicros, MICROS_PER_MS));
        return new SourceRecord(
                partition, offset, topic, null, Schema.STRING_SCHEMA, key, Schema.BYTES_SCHEMA, value, millis);
    }
}
