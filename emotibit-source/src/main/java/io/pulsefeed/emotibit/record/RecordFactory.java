package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.config.ValueFormat;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.LastPacket;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.signal.MetricWindow;
import io.pulsefeed.emotibit.wire.TypeTag;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Creates the records of both topics. The key is the device id, the value is UTF-8 JSON or a struct, and the timestamp is the time at
 * the device, within the limits of the brokers. Not thread-safe.
 */
public final class RecordFactory {

    private static final int US_PER_MS = 1000;
    private static final String LOST = "lost";

    private final String rawTopic;
    private final String processedTopic;
    private final RecordValues values;
    private final DeviceOffsets offsets;
    private final LongUnaryOperator timestampLimit;
    private final long processStartEpochUs;

    /** Creates records with JSON values. */
    public RecordFactory(
            String rawTopic,
            String processedTopic,
            Patients patients,
            Function<String, @Nullable Map<String, Object>> storedOffsets) {
        this(rawTopic, processedTopic, ValueFormat.JSON, patients, storedOffsets);
    }

    /** Creates records whose timestamps have no limit. */
    public RecordFactory(
            String rawTopic,
            String processedTopic,
            ValueFormat format,
            Patients patients,
            Function<String, @Nullable Map<String, Object>> storedOffsets) {
        this(rawTopic, processedTopic, format, patients, storedOffsets, epochMs -> epochMs, Long.MIN_VALUE);
    }

    /**
     * @param storedOffsets returns the offset that a previous run stored for a device, or null
     * @param timestampLimit returns a record timestamp in ms that brokers accept
     * @param processStartEpochUs start time of this process, microseconds since 1970
     */
    public RecordFactory(
            String rawTopic,
            String processedTopic,
            ValueFormat format,
            Patients patients,
            Function<String, @Nullable Map<String, Object>> storedOffsets,
            LongUnaryOperator timestampLimit,
            long processStartEpochUs) {
        this.timestampLimit = timestampLimit;
        this.processStartEpochUs = processStartEpochUs;
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
        if (!packet.isPlaced() || TypeTag.isBackDated(packet.tag())) {
            return null;
        }
        LastPacket last = offsets.resume(packet.deviceId(), packet.sessionId());
        DeviceEvent missed = last == null
                ? null
                : last.compareWith(
                        packet.deviceId(),
                        packet.sessionId(),
                        packet.number(),
                        packet.deviceMs(),
                        packet.epochUs(),
                        null);
        return missed == null || missed.type() != DeviceEvent.Type.GAP
                ? missed
                : withMinimum(missed, last.epochUs(), packet.epochUs());
    }

    /**
     * Adds the minimum loss if the stored offset is from another process. Without exactly-once delivery, a worker commits offsets
     * periodically: if it was killed, it had published packets after the stored one. No process received those since this one started.
     */
    private DeviceEvent withMinimum(DeviceEvent gap, long fromEpochUs, long toEpochUs) {
        if (fromEpochUs >= processStartEpochUs || !(gap.detail().get(LOST) instanceof Long lost)) {
            return gap;
        }
        double certain = Math.max(0, toEpochUs - processStartEpochUs) / (double) Math.max(1, toEpochUs - fromEpochUs);
        Map<String, Object> detail = new LinkedHashMap<>(gap.detail());
        detail.put("lost_min", Math.round(lost * Math.min(1, certain)));
        return new DeviceEvent(gap.deviceId(), gap.sessionId(), gap.type(), gap.epochUs(), detail);
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
        return imported(found, file, new FileProgress(lines, 0));
    }

    /**
     * A record of a recorded file instead of a live device.
     *
     * @param progress what is published with this record
     */
    public static SourceRecord imported(SourceRecord found, String file, FileProgress progress) {
        return new SourceRecord(
                DeviceOffsets.filePartition(file),
                DeviceOffsets.fileOffset(progress),
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

    /** A record of another factory, with the offset of the last packet that this factory converted. */
    public SourceRecord withCurrentOffset(SourceRecord other) {
        String deviceId = (String) other.key();
        return new SourceRecord(
                other.sourcePartition(),
                offsets.current(deviceId, ""),
                other.topic(),
                other.kafkaPartition(),
                other.keySchema(),
                deviceId,
                other.valueSchema(),
                other.value(),
                other.timestamp());
    }

    private SourceRecord record(
            Map<String, String> partition,
            Map<String, Object> offset,
            String topic,
            String key,
            Schema valueSchema,
            Object value,
            long epochUs) {
        long epochMs = Math.max(0, timestampLimit.applyAsLong(Math.floorDiv(epochUs, US_PER_MS)));
        return new SourceRecord(partition, offset, topic, null, Schema.STRING_SCHEMA, key, valueSchema, value, epochMs);
    }
}
