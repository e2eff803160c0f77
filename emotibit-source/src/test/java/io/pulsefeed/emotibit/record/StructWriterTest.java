package io.pulsefeed.emotibit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.config.ValueFormat;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.signal.DocumentedMetrics;
import io.pulsefeed.emotibit.signal.MetricWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class StructWriterTest {

    private static final long EPOCH_US = 1_726_692_345_827_135L;

    private final Patients patients = Patients.plain(Map.of("D1", "P1"));
    private final RecordFactory structs =
            new RecordFactory("raw", "processed", ValueFormat.STRUCT, patients, device -> null);
    private final RecordFactory json = new RecordFactory("raw", "processed", patients, device -> null);

    /** Asserts that the struct has the fields and values of the JSON value, and that a converter with schemas accepts it. */
    private static void assertSame(SourceRecord struct, SourceRecord json) throws IOException {
        Struct value = (Struct) struct.value();
        value.validate();
        assertThat(struct.valueSchema()).isEqualTo(value.schema());
        JsonNode expected = new ObjectMapper().readTree((byte[]) json.value());
        for (Field field : value.schema().fields()) {
            Object actual = value.get(field);
            JsonNode other = expected.get(field.name());
            assertThat(actual == null).as(field.name()).isEqualTo(other == null);
            if (actual instanceof Double number) {
                assertThat(number).as(field.name()).isCloseTo(other.asDouble(), offset(1e-6));
            } else if (actual instanceof String || actual instanceof Number) {
                assertThat(actual.toString()).as(field.name()).isEqualTo(other.asText());
            }
        }
        expected.fieldNames()
                .forEachRemaining(
                        name -> assertThat(value.schema().field(name)).as(name).isNotNull());
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "true"), false);
            assertThat(converter.fromConnectData("topic", struct.valueSchema(), value))
                    .isNotEmpty();
        }
    }

    @Test
    void writesPackets() throws IOException {
        for (String line : List.of(
                "344458,52842,3,PI,1,100,6381,6387.50,nan",
                "344458,52842,3,EA,1,100,0.5",
                "1,2,4,EM,1,100,RS,RE,PS,MN",
                "1,2,1,U1,1,100,on")) {
            SourceRecord struct = structs.packet(RecordFactoryTest.timed(line, 118_378, 344_458));
            assertSame(struct, json.packet(RecordFactoryTest.timed(line, 118_378, 344_458)));
        }
        Struct value = (Struct) structs.packet(RecordFactoryTest.timed("1,2,3,PI,1,100,5, 6,nan", 2, 1))
                .value();
        assertThat(value.getArray("values")).containsExactly(5.0, 6.0, null);
        assertThat(value.getArray("flags")).containsExactly("null_value");
        assertThat(value.getString("patient_id")).isEqualTo("P1");
    }

    @Test
    void writesMetricsAndReasons() throws IOException {
        Map<String, Double> metrics = new HashMap<>();
        Map<String, String> reasons = new HashMap<>();
        DocumentedMetrics.ABSENT_WITHOUT_DATA.forEach((name, reason) -> {
            metrics.put(name, 1.2345678);
            reasons.put(name, reason);
        });
        metrics.put("scr_count", 2.0);
        metrics.put("rmssd", Double.NaN);
        MetricWindow window = new MetricWindow(EPOCH_US, metrics, Map.of("bpm", 0.91237, "eda", 1.0), reasons);

        assertSame(structs.metrics("D1", "S1", window), json.metrics("D1", "S1", window));
    }

    @Test
    void writesEventsWithDetailAsStrings() throws IOException {
        DeviceEvent event =
                new DeviceEvent("D3", "", DeviceEvent.Type.GAP, EPOCH_US, Map.of("lost", 12L, "reason", "network"));

        assertSame(structs.event(event), json.event(event));
        assertThat(((Struct) structs.event(event).value()).getMap("detail"))
                .isEqualTo((Map<?, ?>) Map.of("lost", "12", "reason", "network"));
    }

    @Test
    void writesTheStudyOnlyIfOneIsConfigured() throws IOException {
        EmotiBitSourceConnectorConfig config = new EmotiBitSourceConnectorConfig(Map.of("study.map", "D1=SLEEP-26"));
        Patients studies = Patients.of(config.patients(), config.studies());
        RecordFactory withStudy = new RecordFactory("raw", "processed", ValueFormat.STRUCT, studies, device -> null);
        RecordFactory jsonWithStudy = new RecordFactory("raw", "processed", studies, device -> null);
        TimedPacket packet = RecordFactoryTest.timed("1,2,1,EA,1,100,0.5", 2, 1);
        DeviceEvent other = new DeviceEvent("D2", "S2", DeviceEvent.Type.BUTTON, EPOCH_US, Map.of());

        assertSame(withStudy.packet(packet), jsonWithStudy.packet(packet));
        assertSame(withStudy.event(other), jsonWithStudy.event(other));
        assertThat(((Struct) withStudy.packet(packet).value()).getString("study"))
                .isEqualTo("SLEEP-26");
        assertThat(withStudy.packet(packet).valueSchema().version()).isEqualTo(2);
        assertThat(structs.packet(packet).valueSchema().version()).isEqualTo(1);
        assertThat(structs.packet(packet).valueSchema().field("study")).isNull();
        assertThat(new String((byte[]) json.packet(packet).value(), StandardCharsets.UTF_8))
                .doesNotContain("study");
    }
}
