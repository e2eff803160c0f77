package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.config.ValueFormat;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.LastPacket;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.signal.MetricWindow;
import io.pulsefeed.emotibit.wire.TypeTag;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Creates the records of both topics. The key is the device id, the value is UTF-8 JSON or a struct, and the timestamp is the time at
 * the device. Not thread-safe.
 */
public final class RecordFactory {

    private static final int US_PER_MS = 1000;

    private final String rawTopic;
    private final String processedTopic;
    private final RecordValues values;
    private final DeviceOffsets offsets;

    /** Creates records with JSON values. */
    public RecordFactory(
            String rawTopic,
            String processedTopic,
            Patients patients,
            Function<String, @Nullable Map<String, Object>> storedOffsets) {
        this(rawTopic, processedTopic, ValueFormat.JSON, patients, storedOffsets);
    }

    /** @param storedOffsets returns the offset that a previous run stored for a device, or null */
    public RecordFactory(
            String rawTopic,
            String processedTopic,
            ValueFormat format,
            Patients patients,
            Function<String, @Nullable Map<String, Object>> storedOffsets) {
        this.rawTopic = rawTopic;
        this.processedTopic = processedTopic;
        this.values = RecordValues.of(format, patients);
        this.offsets = new DeviceOffsets(storedOffsets);
    }

    /**
     * Compares the first packet of a device with the stored offset. Call it before {@link #packet}.
     *
     * @return a gap or reboot event, or null if nothing was missed or this is not the first packet
     */
    public @Nullable DeviceEvent missedBefore(TimedPacket packet) {
        if (packet.isMalformed() || TypeTag.isBackDated(packet.tag())) {
            return null;
        }
        LastPacket last = offsets.resume(packet.deviceId(), packet.sessionId());
        return last == null
                ? null
                : last.compareWith(
                        packet.deviceId(), packet.sessionId(), packet.number(), packet.deviceMs(), packet.epochUs());
    }

    public SourceRecord packet(TimedPacket packet) {
        return record(
                DeviceOffsets.partition(packet.deviceId()),
                offsets.after(packet),
                rawTopic,
                packet.deviceId(),
                values.rawSchema(),
                values.packet(packet),
                packet.epochUs());
    }

    /**
     * A record of a recorded file instead of a live device.
     *
     * @param lines number of lines whose records are complete with this one
     */
    public static SourceRecord imported(SourceRecord found, String file, long lines) {
        return new SourceRecord(
                DeviceOffsets.filePartition(file),
                DeviceOffsets.fileOffset(lines),
                found.topic(),
                found.kafkaPartition(),
                found.keySchema(),
                found.key(),
                found.valueSchema(),
                found.value(),
                found.timestamp(),
                found.headers());
    }

    public SourceRecord metrics(String deviceId, String sessionId, MetricWindow window) {
        return record(
                DeviceOffsets.partition(deviceId),
                offsets.current(deviceId, sessionId),
                processedTopic,
                deviceId,
                values.processedSchema(),
                values.metrics(deviceId, sessionId, window),
                window.endEpochUs());
    }

    public SourceRecord event(DeviceEvent event) {
        return record(
                DeviceOffsets.partition(event.deviceId()),
                offsets.current(event.deviceId(), event.sessionId()),
                processedTopic,
                event.deviceId(),
                values.processedSchema(),
                values.event(event),
                event.epochUs());
    }

    private static SourceRecord record(
            Map<String, String> partition,
            Map<String, Object> offset,
            String topic,
            String key,
            Schema valueSchema,
            Object value,
            long epochUs) {
        long epochMs = Math.max(0, Math.floorDiv(epochUs, US_PER_MS));
        return new SourceRecord(partition, offset, topic, null, Schema.STRING_SCHEMA, key, valueSchema, value, epochMs);
    }
}
