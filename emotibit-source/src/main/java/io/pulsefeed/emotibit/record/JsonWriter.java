package io.pulsefeed.emotibit.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.signal.MetricWindow;
import io.pulsefeed.emotibit.wire.Decimal;
import io.pulsefeed.emotibit.wire.Flag;
import io.pulsefeed.emotibit.wire.Packet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;

/** Writes the JSON values of both topics. Reuses its buffer, so each thread needs its own instance. */
final class JsonWriter implements RecordValues {

    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();
    private static final Flag[] FLAGS = Flag.values();
    private static final double NS_PER_MS = 1e6;
    private static final int MICRO_DIGITS = 6;
    private static final int NANO_DIGITS = 9;
    /** The quality of this metric is published as {@code quality}, which the tables store with every metric. */
    private static final String PULSE = "bpm";

    private static final double QUALITY_STEPS = 1e4;
    private static final double METRIC_STEPS = 1e6;

    private final Patients patients;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private final StringBuilder decimal = new StringBuilder(24);

    JsonWriter(Patients patients) {
        this.patients = patients;
    }

    private interface FieldWriter {
        void write(JsonGenerator json) throws IOException;
    }

    @Override
    public Schema rawSchema() {
        return Schema.BYTES_SCHEMA;
    }

    @Override
    public Schema processedSchema() {
        return Schema.BYTES_SCHEMA;
    }

    /** The name of the field of a quality. */
    static String qualityName(String name) {
        return name.equals(PULSE) ? "quality" : name + "_quality";
    }

    /** The published precision of a metric. */
    static double roundedMetric(double value) {
        return rounded(value, METRIC_STEPS);
    }

    /** The published precision of a quality. */
    static double roundedQuality(double value) {
        return rounded(value, QUALITY_STEPS);
    }

    @Override
    public byte[] packet(TimedPacket packet) {
        return object(json -> {
            writeHeader(json, packet.deviceId(), packet.sessionId(), packet.epochUs());
            boolean hasValues = packet.values().count() > 0;
            if (hasValues) {
                json.writeFieldName("period");
                json.writeNumber(decimal(Math.round(packet.periodMs() * NS_PER_MS), NANO_DIGITS));
            }
            if (!packet.isMalformed()) {
                json.writeNumberField("emotibit_ts", packet.deviceMs());
            }
            json.writeNumberField("packet_number", packet.number());
            json.writeStringField("type_tag", packet.tag());
            if (!packet.isMalformed()) {
                json.writeNumberField("reliability", packet.reliability());
            }
            if (hasValues) {
                writeValues(json, packet);
            }
            json.writeStringField("packet", packet.text());
            json.writeStringField("time_source", packet.source());
            if (!Double.isNaN(packet.uncertaintyMs())) {
                json.writeFieldName("time_uncertainty_ms");
                json.writeNumber(decimal(Math.round(packet.uncertaintyMs() * 1000), 3));
            }
            writeFlags(json, packet.values().flags());
        });
    }

    @Override
    public byte[] metrics(String deviceId, String sessionId, MetricWindow window) {
        return object(json -> {
            writeHeader(json, deviceId, sessionId, window.endEpochUs());
            for (Map.Entry<String, Double> metric : window.metrics().entrySet()) {
                if (isNumber(metric.getValue())) {
                    json.writeNumberField(metric.getKey(), roundedMetric(metric.getValue()));
                }
            }
            for (Map.Entry<String, Double> quality : window.quality().entrySet()) {
                if (isNumber(quality.getValue())) {
                    json.writeNumberField(qualityName(quality.getKey()), roundedQuality(quality.getValue()));
                }
            }
            for (Map.Entry<String, String> reason : window.reasons().entrySet()) {
                json.writeStringField(reason.getKey() + "_absent", reason.getValue());
            }
        });
    }

    @Override
    public byte[] event(DeviceEvent event) {
        return object(json -> {
            writeHeader(json, event.deviceId(), event.sessionId(), event.epochUs());
            json.writeStringField("event", event.type().label());
            json.writeObjectFieldStart("detail");
            // Sorted, because the iteration order of Map.of differs between JVMs.
            for (Map.Entry<String, Object> field : new TreeMap<>(event.detail()).entrySet()) {
                json.writeObjectField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        });
    }

    private byte[] object(FieldWriter fields) {
        out.reset();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void writeHeader(JsonGenerator json, String deviceId, String sessionId, long epochUs) throws IOException {
        json.writeStringField("device_id", deviceId);
        String patient = patients.of(deviceId);
        if (patient != null) {
            json.writeStringField("patient_id", patient);
        }
        String study = patients.study(deviceId);
        if (study != null) {
            json.writeStringField("study", study);
        }
        if (!sessionId.isEmpty()) {
            json.writeStringField("session_id", sessionId);
        }
        json.writeFieldName("timestamp");
        json.writeNumber(decimal(epochUs, MICRO_DIGITS));
    }

    /** Copies the digits that the device sent, so that measured values are not rounded. */
    private static void writeValues(JsonGenerator json, TimedPacket packet) throws IOException {
        json.writeArrayFieldStart("values");
        Packet.Elements elements = new Packet.Elements(packet.text(), packet.payloadStart());
        for (double sample : packet.values().samples()) {
            boolean present = elements.next();
            if (!present || Double.isNaN(sample)) {
                json.writeNull();
            } else {
                writeNumber(json, packet.text(), elements, sample);
            }
        }
        json.writeEndArray();
    }

    private static void writeNumber(JsonGenerator json, String text, Packet.Elements elements, double sample)
            throws IOException {
        int from = Decimal.trimmedStart(text, elements.start(), elements.end());
        int to = Decimal.trimmedEnd(text, from, elements.end());
        int digits = text.charAt(from) == '+' ? from + 1 : from;
        if (Decimal.isJsonNumber(text, digits, to)) {
            json.writeNumber(text.substring(digits, to));
        } else {
            json.writeNumber(sample);
        }
    }

    private static void writeFlags(JsonGenerator json, int mask) throws IOException {
        json.writeArrayFieldStart("flags");
        for (int i = 0; mask >>> i != 0; i++) {
            if (FLAGS[i].in(mask)) {
                json.writeString(FLAGS[i].label());
            }
        }
        json.writeEndArray();
    }

    private static double rounded(double value, double steps) {
        return Math.round(value * steps) / steps;
    }

    private static boolean isNumber(Double value) {
        return value != null && !value.isNaN() && !value.isInfinite();
    }

    /** {@code value / 10^places} with exactly {@code places} decimals. A double cannot represent current epoch microseconds. */
    private String decimal(long value, int places) {
        decimal.setLength(0);
        decimal.append(Math.abs(value));
        while (decimal.length() <= places) {
            decimal.insert(0, '0');
        }
        decimal.insert(decimal.length() - places, '.');
        if (value < 0) {
            decimal.insert(0, '-');
        }
        return decimal.toString();
    }
}
