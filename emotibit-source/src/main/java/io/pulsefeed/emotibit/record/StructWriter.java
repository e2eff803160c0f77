package io.pulsefeed.emotibit.record;

import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.signal.DocumentedMetrics;
import io.pulsefeed.emotibit.signal.MetricWindow;
import io.pulsefeed.emotibit.wire.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * Creates structs with the fields of {@link JsonWriter}. All records of the processed topic have one schema, because a registry has one
 * schema per topic. The values of an event's detail are strings.
 */
final class StructWriter implements RecordValues {

    /** Metrics in addition to the documented ones. */
    private static final List<String> FURTHER_METRICS = List.of("bpm_long", "acceleration_sd", "scr_count");

    private static final List<String> QUALITIES = List.of(
            "bpm",
            "variability",
            "breathingrate",
            "eda",
            "skt",
            "temp",
            "hum",
            "oxygen",
            "acceleration",
            "battery",
            "wearing");

    static final Schema PACKET = packet().version(1).build();
    static final Schema PROCESSED = processed().version(1).build();
    private static final String STUDY = "study";
    private static final Schema PACKET_OF_STUDY = withStudy(packet());
    private static final Schema PROCESSED_OF_STUDY = withStudy(processed());

    private static final Flag[] FLAGS = Flag.values();
    private static final double US_PER_SECOND = 1e6;

    private final Patients patients;
    private final Schema packetSchema;
    private final Schema processedSchema;

    StructWriter(Patients patients) {
        this.patients = patients;
        this.packetSchema = patients.hasStudies() ? PACKET_OF_STUDY : PACKET;
        this.processedSchema = patients.hasStudies() ? PROCESSED_OF_STUDY : PROCESSED;
    }

    /** A registry accepts an optional field at the end as the next version of the schema. */
    private static Schema withStudy(SchemaBuilder schema) {
        return schema.version(2).field(STUDY, Schema.OPTIONAL_STRING_SCHEMA).build();
    }

    private static SchemaBuilder packet() {
        return header("io.pulsefeed.emotibit.Packet")
                .field("period", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .field("emotibit_ts", Schema.OPTIONAL_INT64_SCHEMA)
                .field("packet_number", Schema.INT64_SCHEMA)
                .field("type_tag", Schema.STRING_SCHEMA)
                .field("reliability", Schema.OPTIONAL_INT32_SCHEMA)
                .field(
                        "values",
                        SchemaBuilder.array(Schema.OPTIONAL_FLOAT64_SCHEMA)
                                .optional()
                                .build())
                .field("packet", Schema.STRING_SCHEMA)
                .field("time_source", Schema.STRING_SCHEMA)
                .field("time_uncertainty_ms", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .field("flags", SchemaBuilder.array(Schema.STRING_SCHEMA).build());
    }

    private static SchemaBuilder header(String name) {
        return SchemaBuilder.struct()
                .name(name)
                .field("device_id", Schema.STRING_SCHEMA)
                .field("patient_id", Schema.OPTIONAL_STRING_SCHEMA)
                .field("session_id", Schema.OPTIONAL_STRING_SCHEMA)
                .field("timestamp", Schema.FLOAT64_SCHEMA);
    }

    private static SchemaBuilder processed() {
        SchemaBuilder schema = header("io.pulsefeed.emotibit.Processed")
                .field("event", Schema.OPTIONAL_STRING_SCHEMA)
                .field(
                        "detail",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                                .optional()
                                .build());
        List<String> metrics = new ArrayList<>(DocumentedMetrics.ABSENT_WITHOUT_DATA.keySet());
        metrics.addAll(FURTHER_METRICS);
        metrics.forEach(name -> schema.field(name, Schema.OPTIONAL_FLOAT64_SCHEMA));
        QUALITIES.forEach(name -> schema.field(JsonWriter.qualityName(name), Schema.OPTIONAL_FLOAT64_SCHEMA));
        metrics.forEach(name -> schema.field(name + "_absent", Schema.OPTIONAL_STRING_SCHEMA));
        return schema;
    }

    @Override
    public Schema rawSchema() {
        return packetSchema;
    }

    @Override
    public Schema processedSchema() {
        return processedSchema;
    }

    @Override
    public Struct packet(TimedPacket packet) {
        Struct value = withHeader(packetSchema, packet.deviceId(), packet.sessionId(), packet.epochUs())
                .put("packet_number", packet.number())
                .put("type_tag", packet.tag())
                .put("packet", packet.text())
                .put("time_source", packet.source())
                .put("flags", flags(packet.values().flags()));
        if (packet.values().count() > 0) {
            value.put("period", packet.periodMs() / 1000).put("values", samples(packet));
        }
        if (!packet.isMalformed()) {
            value.put("emotibit_ts", packet.deviceMs()).put("reliability", packet.reliability());
        }
        if (!Double.isNaN(packet.uncertaintyMs())) {
            value.put("time_uncertainty_ms", packet.uncertaintyMs());
        }
        return value;
    }

    @Override
    public Struct metrics(String deviceId, String sessionId, MetricWindow window) {
        Struct value = withHeader(processedSchema, deviceId, sessionId, window.endEpochUs());
        window.metrics().forEach((name, metric) -> {
            if (metric != null && Double.isFinite(metric)) {
                put(value, name, JsonWriter.roundedMetric(metric));
            }
        });
        window.quality().forEach((name, quality) -> {
            if (quality != null && Double.isFinite(quality)) {
                put(value, JsonWriter.qualityName(name), JsonWriter.roundedQuality(quality));
            }
        });
        window.reasons().forEach((name, reason) -> put(value, name + "_absent", reason));
        return value;
    }

    @Override
    public Struct event(DeviceEvent event) {
        Map<String, String> detail = new TreeMap<>();
        event.detail().forEach((name, value) -> detail.put(name, String.valueOf(value)));
        return withHeader(processedSchema, event.deviceId(), event.sessionId(), event.epochUs())
                .put("event", event.type().label())
                .put("detail", detail);
    }

    private Struct withHeader(Schema schema, String deviceId, String sessionId, long epochUs) {
        Struct value = new Struct(schema)
                .put("device_id", deviceId)
                .put("patient_id", patients.of(deviceId))
                .put("session_id", sessionId.isEmpty() ? null : sessionId)
                .put("timestamp", epochUs / US_PER_SECOND);
        return patients.hasStudies() ? value.put(STUDY, patients.study(deviceId)) : value;
    }

    private static void put(Struct value, String name, Object content) {
        Field field = value.schema().field(name);
        if (field == null) {
            throw new IllegalStateException("The schema of the processed topic has no field " + name);
        }
        value.put(field, content);
    }

    private static List<Double> samples(TimedPacket packet) {
        List<Double> samples = new ArrayList<>(packet.values().count());
        for (double sample : packet.values().samples()) {
            samples.add(Double.isNaN(sample) ? null : sample);
        }
        return samples;
    }

    private static List<String> flags(int mask) {
        List<String> labels = new ArrayList<>();
        for (Flag flag : FLAGS) {
            if (flag.in(mask)) {
                labels.add(flag.label());
            }
        }
        return labels;
    }
}
