package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.system.Pulsefeed.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that delete data, {@code disk} and {@code forget-patient}, on a running stack. */
class DataCareIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static TestStack stack;
    private static Pulsefeed pulsefeed;

    @BeforeAll
    static void start() {
        stack = TestStack.start(folder.resolve("home"), Map.of());
        pulsefeed = Pulsefeed.of(stack);
        assertThat(pulsefeed.run(List.of("database", "apply")).code()).isZero();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    private static Result disk(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("disk", "--connect-url", stack.stack().restUrl()));
        all.addAll(List.of(arguments));
        return pulsefeed.run(all);
    }

    private static void commit(String group, long offset) {
        Map<String, Object> settings = Map.of("bootstrap.servers", stack.stack().bootstrapServers(), "group.id", group);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.commitSync(Map.of(new TopicPartition("rawalert", 0), new OffsetAndMetadata(offset)));
        }
    }

    @Test
    void deletesOnlyNamedRecordsThatAllGroupsHaveRead() throws IOException {
        for (int i = 0; i < 5; i++) {
            stack.topic("rawalert")
                    .send(
                            "A/B",
                            ("{\"pair\":\"A/B\",\"last\":1.5,\"change\":1.2,\"threshold\":1.0,\"type\":\"PRICE_UP\",\"timestamp\":"
                                            + (Instant.now().getEpochSecond() - i) + "}")
                                    .getBytes(StandardCharsets.UTF_8),
                            Map.of());
        }
        commit("dashboard", 3);
        Result shown = disk("--json");
        assertThat(shown.code()).as(shown.err()).isZero();
        JsonNode report = JSON.readTree(shown.out());
        assertThat(report.at("/topics")).anySatisfy(topic -> {
            assertThat(topic.get("name").asText()).isEqualTo("rawalert");
            assertThat(topic.get("bytes").asLong()).isPositive();
            assertThat(topic.get("retention_seconds").asLong()).isEqualTo(86_400);
        });
        assertThat(report.at("/tables")).anySatisfy(table -> {
            assertThat(table.get("name").asText()).isEqualTo("alert_data");
            assertThat(table.get("bytes").asLong()).isPositive();
        });
        assertThat(report.at("/disks/0/free_bytes").asLong()).isPositive();

        assertThat(disk("--clean", "--yes").code()).as("a topic must be named").isEqualTo(2);
        assertThat(disk("--clean", "--topic", "rawalert", "--older-than", "24h").out())
                .contains("rawalert: no records older than");
        Result unconfirmed = disk("--clean", "--topic", "rawalert", "--older-than", "0s");
        assertThat(unconfirmed.code()).isEqualTo(1);
        assertThat(unconfirmed.err())
                .contains("Delete 3 records")
                .contains("of topic rawalert")
                .contains("Confirm it with --yes. Nothing was changed.");
        assertThat(disk("--clean", "--dry-run", "--older-than", "0s").err()).contains("would delete 3 records");
        assertThat(stack.topic("rawalert").count()).isEqualTo(5);

        Result cleaned =
                disk("--clean", "--yes", "--topic", "rawalert", "--topic", "connect-offsets", "--older-than", "0s");
        assertThat(cleaned.code()).as(cleaned.err()).isZero();
        assertThat(cleaned.out()).contains("deleted 3 records").contains("connect-offsets: left as it is");
        assertThat(stack.topic("rawalert").count()).isEqualTo(2);
        assertThat(disk("--clean", "--yes", "--topic", "nosuch").err())
                .contains("topic nosuch does not exist. List the topics");
    }

    @Test
    void forgetsAPatientAndReportsTopics() throws IOException {
        stack.tables()
                .execute(
                        """
                        INSERT INTO emotibit_packet (timestamp, device_id, session_id, patient_id, packet_number, type_tag, packet)
                          VALUES ('2026-01-01Z', 'D1', 'S1', 'P7', 1, 'PR', 'x'), ('2026-01-02Z', 'D1', 'S1', 'P8', 2, 'PR', 'y');
                        INSERT INTO emotibit_event (timestamp, device_id, session_id, event)
                          VALUES ('2026-01-01Z', 'D1', 'S1', 'note')""");
        stack.topic("Emotibit_rawdata").send("D1", "{}".getBytes(StandardCharsets.UTF_8), Map.of());

        Result plan = pulsefeed.run(List.of("forget-patient", "P7", "--dry-run"));
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out())
                .containsPattern("1 emotibit_packet")
                .contains("Dry run: nothing was deleted.")
                .contains("topic Emotibit_rawdata: records of all patients until ")
                .contains("topic Emotibit_processdata: no records");
        Result unconfirmed = pulsefeed.run(List.of("forget-patient", "P7"));
        assertThat(unconfirmed.code()).isEqualTo(1);
        assertThat(unconfirmed.err())
                .contains("Delete 2 rows of patient P7? Confirm it with --yes. Nothing was changed.");
        assertThat(stack.tables().count("emotibit_packet")).isEqualTo(2);

        Result done = pulsefeed.run(List.of("forget-patient", "P7", "--yes", "--json"));
        assertThat(done.code()).as(done.err()).isZero();
        JsonNode report = JSON.readTree(done.out());
        assertThat(report.at("/deleted/emotibit_packet").asLong()).isEqualTo(1);
        assertThat(report.at("/deleted/emotibit_event").asLong()).isEqualTo(1);
        assertThat(Instant.parse(report.at("/topics/0/until").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofDays(7)),
                        Instant.now().plus(Duration.ofDays(7)).plus(Duration.ofHours(2)));
        assertThat(stack.tables().rows("SELECT patient_id FROM emotibit_packet"))
                .containsExactly(List.of("P8"));
        assertThat(pulsefeed.run(List.of("forget-patient", "P7", "--yes")).out())
                .contains("No rows of patient P7. If pseudonyms are enabled");
    }
}
