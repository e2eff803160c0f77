package io.pulsefeed.emotibit.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.config.ValueFormat;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.signal.MetricWindow;
import io.pulsefeed.emotibit.wire.Flag;
import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.Values;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class RecordFactoryTest {

    private static final long EPOCH_US = 1_726_692_345_827_135L;

    private final Map<String, Map<String, Object>> stored = new HashMap<>();
    private final RecordFactory factory =
            new RecordFactory("raw", "processed", Patients.plain(Map.of("D1", "P1")), stored::get);

    static TimedPacket timed(String line, long number, long deviceMs) {
        Packet packet = Packet.parse(line);
        return new TimedPacket(
                "D1",
                "S1",
                packet.tag(),
                number,
                deviceMs,
                EPOCH_US,
                40.25,
                "sync",
                1.25,
                packet.reliability(),
                packet.payloadStart(),
                Values.of(packet),
                line,
                0);
    }

    private static String text(SourceRecord found) {
        return new String((byte[]) found.value(), StandardCharsets.UTF_8);
    }

    @Test
    void writesDocumentedFieldsInOrder() {
        SourceRecord found = factory.packet(timed("344458,52842,3,PI,1,100,6381,6387.50,-6372", 118_378, 344_458));

        assertThat(text(found))
                .isEqualTo(
                        "{\"device_id\":\"D1\",\"patient_id\":\"P1\",\"session_id\":\"S1\",\"timestamp\":1726692345.827135,"
                                + "\"period\":0.040250000,\"emotibit_ts\":344458,\"packet_number\":118378,\"type_tag\":\"PI\","
                                + "\"reliability\":100,\"values\":[6381,6387.50,-6372],"
                                + "\"packet\":\"344458,52842,3,PI,1,100,6381,6387.50,-6372\",\"time_source\":\"sync\","
                                + "\"time_uncertainty_ms\":1.250,\"flags\":[]}");
        assertThat(found.topic()).isEqualTo("raw");
        assertThat(found.key()).isEqualTo("D1");
        assertThat(found.timestamp()).isEqualTo(EPOCH_US / 1000);
        assertThat(found.kafkaPartition()).isNull();
    }

    @Test
    void usesBytesAndStringSchemas() {
        SourceRecord found = factory.packet(timed("1,2,1,EA,1,100,0.5", 2, 1));

        assertThat(found.valueSchema()).isEqualTo(Schema.BYTES_SCHEMA);
        assertThat(found.keySchema()).isEqualTo(Schema.STRING_SCHEMA);
    }

    @Test
    void writesMissingSamplesAsNull() {
        String json = text(factory.packet(timed("1,2,4,EA,1,100,nan,007,1e2", 2, 1)));

        assertThat(json)
                .contains("\"values\":[null,7.0,100.0,null]")
                .contains("\"flags\":[\"truncated\",\"null_value\"]");
    }

    @Test
    void writesDigitsOfPaddedAndSignedNumbers() {
        String json = text(factory.packet(timed("1,2,4,MX,1,100, 8,+9,-10 , 0.50", 2, 1)));

        assertThat(json)
                .contains("\"values\":[8,9,-10,0.50]")
                .contains("\"packet\":\"1,2,4,MX,1,100, 8,+9,-10 , 0.50\"")
                .contains("\"flags\":[]");
    }

    @Test
    void omitsValuesOfControlPackets() {
        String json = text(factory.packet(timed("1,2,4,EM,1,100,RS,RE,PS,MN", 2, 1)));

        assertThat(json).doesNotContain("values").doesNotContain("period").contains("\"type_tag\":\"EM\"");
    }

    @Test
    void keepsTextOfMalformedLine() {
        String junk = "\u00e9\"\\\u0019,x";
        SourceRecord found = factory.packet(new TimedPacket(
                "D2",
                "S1",
                TimedPacket.NO_TAG,
                -1,
                0,
                EPOCH_US,
                0,
                "rx",
                Double.NaN,
                0,
                5,
                new Values(new double[0], Flag.MALFORMED.bit()),
                junk,
                0));

        assertThat(text(found))
                .isEqualTo("{\"device_id\":\"D2\",\"session_id\":\"S1\",\"timestamp\":1726692345.827135,"
                        + "\"packet_number\":-1,\"type_tag\":\"??\",\"packet\":\"\u00e9\\\"\\\\\\u0019,x\","
                        + "\"time_source\":\"rx\",\"flags\":[\"malformed\"]}");
    }

    @Test
    void omitsAbsentMetrics() {
        Map<String, Double> metrics = new HashMap<>(Map.of("bpm", 61.5));
        metrics.put("rmssd", Double.NaN);
        String json = text(factory.metrics(
                "D1", "S1", new MetricWindow(EPOCH_US, metrics, Map.of("bpm", 0.912345), Map.of("rmssd", "quality"))));

        assertThat(json)
                .isEqualTo(
                        "{\"device_id\":\"D1\",\"patient_id\":\"P1\",\"session_id\":\"S1\",\"timestamp\":1726692345.827135,"
                                + "\"bpm\":61.5,\"quality\":0.9123,\"rmssd_absent\":\"quality\"}");
    }

    @Test
    void writesEventsWithDetail() {
        String json = text(
                factory.event(new DeviceEvent("D3", "", DeviceEvent.Type.MOVED, EPOCH_US, Map.of("to", "10.0.0.2"))));

        assertThat(json)
                .isEqualTo("{\"device_id\":\"D3\",\"timestamp\":1726692345.827135,\"event\":\"moved\","
                        + "\"detail\":{\"to\":\"10.0.0.2\"}}");
    }

    @Test
    void writesDetailInAlphabeticalOrder() {
        Map<String, Object> detail = Map.of("reason", "x", "packets", 4, "lost", 1, "malformed", 0);

        assertThat(text(factory.event(new DeviceEvent("D3", "", DeviceEvent.Type.MOVED, EPOCH_US, detail))))
                .endsWith("\"detail\":{\"lost\":1,\"malformed\":0,\"packets\":4,\"reason\":\"x\"}}");
    }

    @Test
    void keepsStoredOffsetUntilFirstPacket() {
        stored.put(
                "D1", Map.of("session", "S0", "packet", 7L, "emotibit_ts", 900L, "timestamp_us", EPOCH_US - 100_000));

        SourceRecord event = factory.event(new DeviceEvent("D1", "S1", DeviceEvent.Type.CONNECTED, EPOCH_US, Map.of()));
        assertThat(event.sourceOffset()).isEqualTo(stored.get("D1"));

        TimedPacket packet = timed("1000,20,1,EA,1,100,0.5", 20, 1_000);
        assertThat(factory.missedBefore(packet).detail()).containsEntry("lost", 12L);
        assertThat(factory.missedBefore(packet)).isNull();
        assertThat(factory.packet(packet).sourceOffset()).isNotEqualTo((Map<?, ?>) stored.get("D1"));
    }

    /** A worker that was killed had published packets after the offset that it had committed last. */
    @Test
    void reportsRangeOfLossSinceOffsetOfAnotherProcess() {
        stored.put(
                "D1",
                Map.of("session", "S0", "packet", 0, "emotibit_ts", 1_000L, "timestamp_us", EPOCH_US - 60_000_000));
        RecordFactory afterKill = new RecordFactory(
                "raw",
                "processed",
                ValueFormat.JSON,
                Patients.plain(Map.of()),
                stored::get,
                ms -> ms,
                EPOCH_US - 6_000_000);
        TimedPacket packet = timed("61000,9781,1,EA,1,100,0.5", 9_781, 61_000);

        assertThat(afterKill.missedBefore(packet).detail())
                .containsEntry("lost", 9_780L)
                .containsEntry("lost_min", 978L);
    }

    @Test
    void implausiblePacketDoesNotChangeTheOffset() {
        stored.put(
                "D1", Map.of("session", "S0", "packet", 7, "emotibit_ts", 500L, "timestamp_us", EPOCH_US - 1_000_000));
        TimedPacket implausible = new TimedPacket(
                "D1",
                "S1",
                "PI",
                -1,
                99_999,
                EPOCH_US,
                0,
                "rx",
                Double.NaN,
                100,
                0,
                new Values(new double[0], Flag.IMPLAUSIBLE.bit()),
                "99999,1,1,PI,1,100,5",
                0);

        assertThat(factory.missedBefore(implausible)).isNull();
        assertThat(factory.packet(implausible).sourceOffset()).isEqualTo(stored.get("D1"));
        assertThat(text(factory.packet(implausible)))
                .contains("\"packet_number\":-1", "\"flags\":[\"implausible\"]")
                .doesNotContain("values", "period");
    }

    @Test
    void pseudonymizesPatients() {
        Map<String, String> patients = Map.of("D1", "Ada", "D2", "Ada", "D3", "Bob");
        Patients pseudonyms = Patients.pseudonymized(patients, "sixteen characters");

        assertThat(pseudonyms.of("D1"))
                .isEqualTo(pseudonyms.of("D2"))
                .isNotEqualTo(pseudonyms.of("D3"))
                .matches("p-[0-9a-f]{32}");
        assertThat(Patients.pseudonymized(patients, "another sixteen characters")
                        .of("D1"))
                .isNotEqualTo(pseudonyms.of("D1"));
        assertThat(pseudonyms.of("D4")).isNull();
    }
}
