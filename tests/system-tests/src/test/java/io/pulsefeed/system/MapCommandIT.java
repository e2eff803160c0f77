package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.system.Pulsefeed.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pulsefeed map} from the records of a topic to rows: the proposal, its tables and connector, and what the sink then writes. */
class MapCommandIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RECORDS = 60;
    private static final Instant START = Instant.parse("2026-11-01T08:00:00Z");
    private static final DateTimeFormatter LOG_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

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

    private static Result map(String... arguments) {
        List<String> command = new ArrayList<>(List.of("map", "--timeout", "90s", "--connect-url"));
        command.add(stack.stack().restUrl());
        command.addAll(List.of(arguments));
        return pulsefeed.run(command);
    }

    private static void create(String topic, int partitions, Map<String, String> settings) {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stack.stack().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void send(String topic, int from, int to, IntFunction<String> key, IntFunction<String> value) {
        Map<String, Object> settings = Map.of("bootstrap.servers", stack.stack().bootstrapServers());
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = from; i < to; i++) {
                String text = value.apply(i);
                producer.send(new ProducerRecord<>(
                        topic, key.apply(i), text == null ? null : text.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static Instant time(int i) {
        return START.plusMillis(i / 2 * 1000L);
    }

    private static void awaitRows(String sql, List<List<String>> expected) {
        await().atMost(TestStack.LIMIT)
                .untilAsserted(() -> assertThat(stack.tables().rows(sql)).isEqualTo(expected));
    }

    @Test
    void readingsOfTwoDevicesAreWrittenAsProposed() throws IOException {
        create("lab.readings", 2, Map.of());
        IntFunction<String> device = i -> "s-" + i % 2;
        IntFunction<String> value =
                i -> "{\"device\":\"" + device.apply(i) + "\",\"at\":" + time(i).toEpochMilli() + ",\"celsius\":"
                        + (i / 4.0) + ",\"ok\":" + (i % 3 == 0) + (i >= RECORDS ? ",\"later\":[1]" : "") + "}";
        send("lab.readings", 0, RECORDS, device, value);
        send("lab.readings", 0, 1, device, i -> "no JSON");
        Path file = folder.resolve("readings.json");

        Result proposed = map("lab.readings", "--json");
        assertThat(proposed.code()).as(proposed.err()).isZero();
        JsonNode proposal = JSON.readTree(proposed.out());
        assertThat(proposal.at("/time/source").asText()).isEqualTo("at");
        assertThat(proposal.at("/time/unit").asText()).isEqualTo("ms");
        assertThat(proposal.at("/key/columns")).hasToString("[\"device\",\"at\"]");
        assertThat(proposal.at("/dry_run/written").asInt()).isEqualTo(RECORDS);
        assertThat(proposal.at("/dry_run/rejections/0/reason").asText()).isEqualTo("not-json");
        assertThat(stack.tables()
                        .rows("SELECT to_regclass('lab_readings')")
                        .get(0)
                        .get(0))
                .isNull();
        assertThat(stack.connect().connectors()).doesNotContain("map-lab_readings");

        Result applied = map("lab.readings", "--apply", "--out", file.toString());
        assertThat(applied.code()).as(applied.err()).isZero();
        assertThat(applied.out()).contains("created table lab_readings").contains("it is running");
        assertThat(JSON.readTree(Files.readString(file)).get("name").asText()).isEqualTo("map-lab_readings");
        List<List<String>> expected = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            expected.add(List.of(
                    device.apply(i),
                    Long.toString(time(i).toEpochMilli()),
                    Double.toString(i / 4.0),
                    i % 3 == 0 ? "t" : "f"));
        }
        String rows = "SELECT device, (extract(epoch FROM at) * 1000)::bigint, celsius::text, ok FROM lab_readings"
                + " WHERE extra IS NULL ORDER BY at, device";
        awaitRows(rows, expected.stream().map(MapCommandIT::withoutTrailingZero).toList());

        // A field that no sampled record had, and a record that was sent twice.
        send("lab.readings", RECORDS, RECORDS + 1, device, value);
        send("lab.readings", RECORDS, RECORDS + 1, device, value);
        awaitRows("SELECT count(*), max(extra::text) FROM lab_readings", List.of(List.of("61", "{\"later\": [1]}")));

        Result again = map("lab.readings", "--apply");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("table lab_readings exists already. Nothing was changed.");
    }

    /** PostgreSQL prints a double without the fraction 0. */
    private static List<String> withoutTrailingZero(List<String> row) {
        return row.stream().map(cell -> cell.replaceFirst("\\.0$", "")).toList();
    }

    @Test
    void invoicesAndTheirLinesAreWrittenToTwoTables() {
        create("invoices", 1, Map.of());
        send("invoices", 0, RECORDS, i -> "INV-" + i, i -> {
            String lines = "";
            for (int line = 0; line < i % 4; line++) {
                lines += (line == 0 ? "" : ",") + "{\"sku\":\"P" + line + "\",\"quantity\":" + (line + i)
                        + ",\"price\":\"9.90\"}";
            }
            return "{\"invoice\":{\"number\":\"INV-" + i + "\",\"issued_at\":\"" + time(i * 7) + "\"},\"total\":" + i
                    + ".50,\"lines\":[" + lines + "]}";
        });

        Result applied = map("invoices", "--apply");

        assertThat(applied.code()).as(applied.err()).isZero();
        int lines = RECORDS / 4 * (1 + 2 + 3);
        awaitRows(
                "SELECT count(*), count(DISTINCT invoice_number), sum(total) FROM invoices",
                List.of(List.of("60", "60", RECORDS * (RECORDS - 1) / 2 + RECORDS / 2 + ".00")));
        awaitRows(
                "SELECT count(*), count(DISTINCT (invoice_number, index)), sum(price) FROM invoices_lines",
                List.of(List.of(Integer.toString(lines), Integer.toString(lines), lines * 99 / 10 + ".00")));
        awaitRows(
                "SELECT count(*) FROM invoices_lines l JOIN invoices i USING (invoice_number, invoice_issued_at)"
                        + " WHERE l.quantity = l.index + replace(i.invoice_number, 'INV-', '')::int",
                List.of(List.of(Integer.toString(lines))));
    }

    @Test
    void timesOfPythonLogsAreConvertedAndTombstonesIgnored() {
        create("logs", 1, Map.of("cleanup.policy", "compact"));
        send(
                "logs",
                0,
                RECORDS,
                i -> "k" + i,
                i -> i % 10 == 9
                        ? null
                        : "{\"asctime\":\"" + LOG_TIME.format(time(i)) + "\",\"level\":\"INFO\",\"line\":" + i + "}");

        Result applied = map("logs", "--apply");

        assertThat(applied.code()).as(applied.err()).isZero();
        assertThat(applied.out()).contains("yyyy-MM-dd HH:mm:ss,SSS").contains("is compacted");
        awaitRows(
                "SELECT count(*), sum(line), min(asctime) = '" + START + "', max(asctime) = '" + time(58)
                        + "' FROM logs",
                List.of(List.of("54", Integer.toString(1770 - 9 - 19 - 29 - 39 - 49 - 59), "t", "t")));
    }

    @Test
    void topicsWithoutRecordsOrThatDoNotExistAreReported() {
        create("nothing", 1, Map.of());

        Result empty = map("nothing");
        assertThat(empty.code()).isEqualTo(1);
        assertThat(empty.err()).contains("topic nothing has no records to read").doesNotContain("\tat ");
        Result missing = map("no-such-topic");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("topic no-such-topic does not exist");
        Result usage = map("nothing", "--records", "0");
        assertThat(usage.code()).isEqualTo(2);
        assertThat(usage.err()).contains("--records must be from 1 to 100000, not 0.");
    }
}
