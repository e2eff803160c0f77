package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmotiBitProfileIT {

    private TestDatabase database;

    @BeforeEach
    void createSchema() {
        database = TestDatabase.fresh();
    }

    @Test
    void writesPacketAndOneRowPerSampleWithItsTime() {
        run(
                "Emotibit_rawdata",
                """
                {"device_id":"MD-V5","session_id":"s1","timestamp":1790372106.120000,"period":0.040000000,"emotibit_ts":123456,
                 "packet_number":77,"type_tag":"PI","reliability":100,"values":[1.5,null,3],"packet":"123456,77,3,PI,1,100,1.5,nan,3",
                 "time_source":"sync","time_uncertainty_ms":2.500,"flags":["nan"]}""");

        assertThat(database.rows("SELECT packet_number, type_tag, patient_id, reliability, flags FROM emotibit_packet"))
                .containsExactly("77|PI|null|100|{nan}");
        assertThat(database.rows("SELECT sample_index, value, to_char(timestamp AT TIME ZONE 'UTC', 'SS.US') FROM"
                        + " emotibit_sample ORDER BY sample_index"))
                .containsExactly("0|1.5|06.040000", "1|null|06.080000", "2|3|06.120000");
    }

    @Test
    void writesOneRowPerPresentMetric() {
        run(
                "Emotibit_processdata",
                "{\"device_id\":\"d\",\"patient_id\":\"p\",\"timestamp\":1790372106,\"bpm\":61,\"skt\":33.25,\"wearing_status_numeric\":1,"
                        + "\"quality\":0.93}");

        assertThat(database.rows(
                        "SELECT metric_name, metric_value, metric_unit, sensor_type, category, quality, patient_id"
                                + " FROM emotibit_metric ORDER BY metric_name"))
                .containsExactly(
                        "bpm|61|bpm|heart_rate|vital_signs|0.93|p",
                        "skt|33.25|celsius|temperature|biometric|0.93|p",
                        "wearing_status|1|boolean|wearing_status|system|0.93|p");
        assertThat(database.count("SELECT count(*) FROM emotibit_event")).isZero();
    }

    @Test
    void unwrapsMetricsOfADocument() {
        run("Emotibit_processdata", "{\"doc\":{\"device_id\":\"d\",\"timestamp\":1790372106,\"bpm\":61}}");

        assertThat(database.rows("SELECT metric_name, metric_value FROM emotibit_metric"))
                .containsExactly("bpm|61");
    }

    @Test
    void writesEventsToSeparateTable() {
        run(
                "Emotibit_processdata",
                "{\"device_id\":\"d\",\"session_id\":\"s\",\"timestamp\":1790372106,\"event\":\"gap\",\"detail\":{\"missing\":3}}");

        assertThat(database.rows("SELECT event, session_id, detail->>'missing' FROM emotibit_event"))
                .containsExactly("gap|s|3");
        assertThat(database.count("SELECT count(*) FROM emotibit_metric")).isZero();
    }

    @Test
    void reportsPacketWithBadSampleOnceAndWritesTheOthers() {
        String good =
                "{\"device_id\":\"d\",\"session_id\":\"s\",\"timestamp\":1790372106,\"period\":0.04,\"packet_number\":%d,"
                        + "\"type_tag\":\"PI\",\"values\":[1,%s],\"packet\":\"x\"}";
        SinkDriver sink =
                run("Emotibit_rawdata", good.formatted(1, "2"), good.formatted(2, "\"x\""), good.formatted(3, "2"));

        assertThat(sink.context().reported()).hasSize(1);
        assertThat(database.rows("SELECT packet_number FROM emotibit_packet ORDER BY 1"))
                .containsExactly("1", "3");
        assertThat(database.count("SELECT count(*) FROM emotibit_sample")).isEqualTo(4);
    }

    private SinkDriver run(String topic, String... values) {
        List<SinkRecord> records = new java.util.ArrayList<>();
        for (String value : values) {
            records.add(Records.json(topic, records.size(), value));
        }
        Map<String, String> settings =
                Map.of("name", "emotibit", "topics", topic, "profile", "emotibit", "connection.url", database.url());
        try (SinkDriver sink = new SinkDriver(settings, Map.of(new TopicPartition(topic, 0), records), true)) {
            sink.drain();
            return sink;
        }
    }
}
