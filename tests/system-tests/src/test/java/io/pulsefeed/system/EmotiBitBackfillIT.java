package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.system.Pulsefeed.Result;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pulsefeed backfill emotibit} against a running stack. */
class EmotiBitBackfillIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** A midnight within the retention time of every topic. */
    private static final Instant START = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.DAYS);

    @TempDir
    private static Path folder;

    private static TestStack stack;
    private static Pulsefeed pulsefeed;

    @BeforeAll
    static void start() {
        stack = TestStack.start(folder.resolve("home"), Map.of());
        pulsefeed = Pulsefeed.of(stack);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    private static KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.stack().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @Test
    void completesEmotiBitSessionFromFile() throws IOException {
        List<String> lines = new ArrayList<>();
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (int i = 0; i < 400; i++) {
                lines.add((5_000 + 40 * i) + "," + i + ",1,PI,1,100," + (7_000 + i % 25));
                if (i < 150 || i >= 170) {
                    producer.send(new ProducerRecord<>(
                            "Emotibit_rawdata", "BF-1", RawPackets.value("BF-1", START, lines.get(i), i)));
                }
            }
        }
        Path card = Files.write(folder.resolve("card.csv"), lines);

        Result refused = backfill(card, "--device", "BF-2");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("belongs to session S1 of device BF-1, not to a session of device BF-2");
        Result counted = backfill(card, "--dry-run");
        assertThat(counted.out()).as(counted.err()).contains("BF-1 S1: 20 packets missing, 1 gaps closed");
        Result added = backfill(card, "--json");
        assertThat(added.code()).as(added.err()).isZero();
        JsonNode session = JSON.readTree(added.out()).at("/sessions/0");
        assertThat(session.get("packets").asInt()).isEqualTo(20);
        assertThat(backfill(card).out()).contains("BF-1 S1: 0 packets added");

        List<String> texts = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> found :
                stack.topic("Emotibit_rawdata").records()) {
            if ("BF-1".equals(found.key())) {
                texts.add(JSON.readTree(found.value()).get("packet").asText());
            }
        }
        assertThat(texts).containsExactlyInAnyOrderElementsOf(lines);
    }

    /** The retention of the topic has removed the first half of the session. */
    @Test
    void completesEmotiBitSessionWhosePacketsAreOnlyInTheTable() throws Exception {
        for (String table : List.of("emotibit_packet", "emotibit_metric")) {
            stack.tables().execute(Checkout.text("database/tables/" + table + ".sql"));
        }
        stack.tables()
                .execute("INSERT INTO emotibit_packet (timestamp, device_id, session_id, packet_number, type_tag,"
                        + " emotibit_ts, packet, time_source, flags) SELECT timestamptz '" + START
                        + "' + n * interval '40 ms', 'BF-3', 'S1', n, 'PI', 5000 + 40 * n, 'x', 'sync', '{}'"
                        + " FROM generate_series(0, 199) n WHERE n NOT BETWEEN 150 AND 169");
        List<String> lines = new ArrayList<>();
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (int i = 0; i < 400; i++) {
                lines.add((5_000 + 40 * i) + "," + i + ",1,PI,1,100," + (7_000 + i % 25));
                if (i >= 200) {
                    producer.send(new ProducerRecord<>(
                            "Emotibit_rawdata", "BF-3", RawPackets.value("BF-3", START, lines.get(i), i)));
                }
            }
        }
        Path card = Files.write(folder.resolve("half.csv"), lines);
        assertThat(backfill(card, "--device", "BF-3", "--dry-run").out()).contains("BF-3 S1: 200 packets missing");
        assertThat(backfill(card, "--from-table").err()).contains("--from-table requires --device");

        Result added = backfill(card, "--device", "BF-3", "--from-table");

        assertThat(added.out()).as(added.err()).contains("BF-3 S1: 20 packets added, 1 gaps closed");
        List<Double> times = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> found :
                stack.topic("Emotibit_rawdata").records()) {
            JsonNode packet = JSON.readTree(found.value());
            if ("BF-3".equals(found.key()) && packet.get("time_source").asText().equals("backfill")) {
                times.add(packet.get("timestamp").asDouble() - START.getEpochSecond());
            }
        }
        assertThat(times).hasSize(20);
        assertThat(times.get(0)).isCloseTo(6.0, within(0.001));
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stack.stack().bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).noneMatch(name -> name.startsWith("emotibit-backfill"));
        }
    }

    private static Result backfill(Path card, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "backfill",
                "emotibit",
                card.toString(),
                "--timeout",
                "120s",
                "--connect-url",
                stack.stack().restUrl()));
        command.addAll(List.of(arguments));
        return pulsefeed.run(command);
    }
}
