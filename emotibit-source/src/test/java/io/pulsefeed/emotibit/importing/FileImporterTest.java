package io.pulsefeed.emotibit.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileImporterTest {

    private static final double FIRST_EXCHANGE =
            Instant.parse("2024-05-01T10:00:00.010Z").toEpochMilli() / 1e3;

    @TempDir
    private Path folder;

    private final Map<String, Long> done = new HashMap<>();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        List<String> lines = List.of(
                "1000,65533,2,RD,1,100,TL,TU",
                "1020,65534,1,TL,1,100,2024-05-01_10-00-00-000000",
                "1021,65535,2,AK,1,100,65533,RD",
                "1100,0,2,PI,1,100,5,6",
                "",
                "not a packet",
                "1180,1,2,PI,1,100,7,8",
                "11000,2,2,RD,1,100,TL,TU",
                "11020,3,1,TL,1,100,2024-05-01_10-00-10-000000",
                "11021,4,2,AK,1,100,2,RD");
        file = Files.write(folder.resolve("run-1.csv"), lines, StandardCharsets.ISO_8859_1);
    }

    private List<SourceRecord> read(int atOnce, String... settings) {
        Map<String, String> properties = new HashMap<>(Map.of("import.paths", file.toString()));
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        EmotiBitSourceConnectorConfig parsed = new EmotiBitSourceConnectorConfig(properties);
        RecordFactory factory = new RecordFactory("raw", "processed", Patients.plain(Map.of()), id -> null);
        List<SourceRecord> out = new ArrayList<>();
        try (FileImporter importer = new FileImporter(
                parsed.imports(), ZoneOffset.UTC, factory, parsed.metrics(), path -> done.getOrDefault(path, 0L))) {
            while (importer.hasMore()) {
                importer.read(atOnce, out);
            }
        }
        return out;
    }

    private static JsonNode json(SourceRecord found) throws IOException {
        return new ObjectMapper().readTree((byte[]) found.value());
    }

    @Test
    void publishesEveryLineWithOfficialTimes() throws Exception {
        List<SourceRecord> out = read(3);

        assertThat(out).hasSize(10);
        JsonNode second = json(out.get(5));
        assertThat(second.get("device_id").asText()).isEqualTo("run-1");
        assertThat(second.get("packet").asText()).isEqualTo("1180,1,2,PI,1,100,7,8");
        assertThat(second.get("timestamp").asDouble()).isCloseTo(FIRST_EXCHANGE + 0.160, offset(1e-6));
        assertThat(second.get("period").asDouble()).isCloseTo(0.040, offset(1e-9));
        assertThat(second.get("packet_number").asLong()).isEqualTo(65_537);
        assertThat(second.get("time_source").asText()).isEqualTo("official");
        assertThat(json(out.get(4)).get("flags").get(0).asText()).isEqualTo("malformed");
        assertThat(json(out.get(9)).get("event").asText()).isEqualTo("imported");
    }

    @Test
    void publishesNotesAndMarkersAsEvents() throws Exception {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add("12000,5,2,UN,1,100,2024-05-01_10-00-10-980000,drank coffee, black");
        lines.add("12100,6,8,LM,1,100,LR,637286.1537832,LM,637286.1538042,LC,637286.1601816,LD,stimulus, left,");
        lines.add("12200,7,4,TX,1,100,TL,2024-05-01_10-00-11-200000,LC, 637286.1638227");
        lines.add("12300,8,2,DO,2,100,PI, 3");
        Files.write(file, lines, StandardCharsets.ISO_8859_1);

        List<SourceRecord> out = read(100);
        List<JsonNode> events = new ArrayList<>();
        for (SourceRecord found : out) {
            if (json(found).has("event")) {
                events.add(json(found));
            }
        }

        assertThat(events)
                .extracting(e -> e.get("event").asText())
                .containsExactly("note", "marker", "cross_time", "device_loss", "imported");
        assertThat(events.get(0).at("/detail/note").asText()).isEqualTo("drank coffee, black");
        assertThat(events.get(1).get("timestamp").asDouble()).isCloseTo(FIRST_EXCHANGE + 11.08, offset(1e-3));
        assertThat(events.get(1).at("/detail/marker").asText()).isEqualTo("stimulus, left");
        assertThat(events.get(1).at("/detail/source_time").asDouble()).isEqualTo(637286.1537832);
        assertThat(events.get(2).at("/detail/TL").asText()).isEqualTo("2024-05-01_10-00-11-200000");
        assertThat(events.get(2).at("/detail/LC").asDouble()).isEqualTo(637286.1638227);
        assertThat(events.get(3).at("/detail/PI").asInt()).isEqualTo(3);
    }

    /** Metrics and sample times of a recording with damaged and repeated lines are those of the recording without them. */
    @Test
    void damagedLinesChangeNoOtherRecord() throws Exception {
        List<String> clean = new ArrayList<>(Files.readAllLines(file));
        clean.remove("not a packet");
        int number = 5;
        for (int i = 0; i < 2_000; i++) {
            long ms = 11_100 + 40L * i;
            clean.add(ms + "," + number++ + ",1,PI,1,100," + (7_000 + i % 25));
            clean.add(ms + "," + number++ + ",1,EA,1,100,1." + i % 7);
        }
        List<String> damaged = new ArrayList<>(clean);
        int place = 40;
        for (String line : List.of(
                "4000000000,70,1,PI,1,100,7000",
                "4900000,80,1,EA,1,100,2.0",
                "0,90,1,RD,1,100,TL,TU",
                "15000,41000,1,PI,1,100,7000",
                "900000000,110,1,BI,1,100,800",
                "garbage \u00ff\u0000 line",
                clean.get(900))) {
            damaged.add(place, line);
            place += 150;
        }
        Files.write(file, clean, StandardCharsets.ISO_8859_1);
        List<String> expected = sound(read(100));
        Files.write(file, damaged, StandardCharsets.ISO_8859_1);
        List<SourceRecord> out = read(7);

        assertThat(expected).hasSizeGreaterThan(4_010);
        assertThat(sound(out)).isEqualTo(expected);
        assertThat(out.stream().filter(found -> text(found).contains("[\"implausible\"]")))
                .hasSize(5)
                .allMatch(found -> !text(found).contains("\"values\""));
        JsonNode imported = json(out.get(out.size() - 1)).get("detail");
        assertThat(imported.get("malformed").asInt()).isEqualTo(1);
        assertThat(imported.get("implausible").asInt()).isEqualTo(5);
        assertThat(imported.get("repeated").asInt()).isEqualTo(1);
    }

    private static String text(SourceRecord found) {
        return new String((byte[]) found.value(), StandardCharsets.UTF_8);
    }

    private static List<String> sound(List<SourceRecord> records) {
        return records.stream()
                .map(FileImporterTest::text)
                .filter(text -> !text.contains("\"implausible\"")
                        && !text.contains("\"malformed\"")
                        && !text.contains("\"imported\""))
                .toList();
    }

    @Test
    void resumesAfterLastPublishedLine() throws Exception {
        List<SourceRecord> whole = read(100);
        SourceRecord stored = whole.get(3);
        assertThat(stored.sourcePartition()).isEqualTo((Map<?, ?>) Map.of("file", file.toString()));
        done.put(file.toString(), (Long) stored.sourceOffset().get("lines"));

        List<SourceRecord> rest = read(100);
        assertThat(rest).hasSize(whole.size() - 4);
        assertThat(new String((byte[]) rest.get(1).value(), StandardCharsets.UTF_8))
                .isEqualTo(new String((byte[]) whole.get(5).value(), StandardCharsets.UTF_8));
    }

    @Test
    void doesNotPublishFinishedFileAgain() {
        done.put(file.toString(), 10L);

        assertThat(read(100)).isEmpty();
    }

    @Test
    void skipsUnreadableFile() {
        assertThat(read(100, "import.paths", "/no/such.csv," + file, "import.device.id", "D7"))
                .hasSize(10)
                .allSatisfy(found -> assertThat(found.key()).isEqualTo("D7"));
    }
}
