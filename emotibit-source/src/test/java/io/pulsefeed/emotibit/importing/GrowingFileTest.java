package io.pulsefeed.emotibit.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.record.DeviceOffsets;
import io.pulsefeed.emotibit.record.FileProgress;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import io.pulsefeed.emotibit.session.VirtualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that a recorder or a copy is still writing. */
class GrowingFileTest {

    private static final String START = String.join(
                    "\n",
                    "1000,1,2,RD,1,100,TL,TU",
                    "1020,2,1,TL,1,100,2024-05-01_10-00-00-000000",
                    "1021,3,2,AK,1,100,1,RD",
                    "1100,4,2,PI,1,100,7501,7502")
            + "\n";
    private static final String LAST = "1180,5,2,PI,1,100,7503,7504";
    private static final String REST =
            "\n11000,6,2,RD,1,100,TL,TU\n11020,7,1,TL,1,100,2024-05-01_10-00-10-000000\n" + "11021,8,2,AK,1,100,6,RD\n";

    @TempDir
    private Path folder;

    private final VirtualClock clock = new VirtualClock();
    private final Map<String, FileProgress> stored = new HashMap<>();
    private final List<SourceRecord> out = new ArrayList<>();

    private Path write(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("run.csv"), text, StandardCharsets.ISO_8859_1);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        return file;
    }

    private FileImporter importer(Path... files) {
        String paths =
                String.join(",", List.of(files).stream().map(Path::toString).toList());
        EmotiBitSourceConnectorConfig parsed = new EmotiBitSourceConnectorConfig(Map.of("import.paths", paths));
        return new FileImporter(
                parsed.imports(),
                ZoneOffset.UTC,
                new RecordFactory("raw", "processed", Patients.plain(Map.of()), id -> null),
                parsed.metrics(),
                path -> stored.getOrDefault(path, FileProgress.NONE),
                new FileWatch(clock, clock, FileWatch.QUIET),
                clock);
    }

    /** Reads what can be read at this time, and keeps the offsets. */
    private void read(FileImporter importer) {
        while (importer.hasMore()) {
            importer.read(3, out);
        }
        for (SourceRecord found : out) {
            stored.put((String) found.sourcePartition().get("file"), DeviceOffsets.progressOf(offset(found)));
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> offset(SourceRecord found) {
        return (Map<String, Object>) found.sourceOffset();
    }

    private void wait(Duration time) {
        clock.advanceUs(time.toNanos() / 1000);
    }

    private List<JsonNode> json(String topic) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (SourceRecord next : out) {
            if (next.topic().equals(topic)) {
                found.add(new ObjectMapper().readTree((byte[]) next.value()));
            }
        }
        return found;
    }

    private List<JsonNode> imported() throws IOException {
        return json("processed").stream()
                .filter(found -> found.path("event").asText().equals("imported"))
                .toList();
    }

    private List<String> packets() throws IOException {
        return json("raw").stream().map(found -> found.get("packet").asText()).toList();
    }

    @Test
    void waitsUntilTheFileIsComplete() throws Exception {
        Path file = write(START + "1180,5,2,P");
        try (FileImporter importer = importer(file)) {
            wait(Duration.ofSeconds(4));
            read(importer);
            write(START + LAST + "\n11000,6,2,R");
            wait(Duration.ofSeconds(4));
            read(importer);
            assertThat(out).isEmpty();

            write(START + LAST + REST);
            wait(FileWatch.QUIET);
            read(importer);
        }
        assertThat(packets()).containsExactly((START + LAST + REST).split("\n"));
        assertThat(imported()).singleElement().satisfies(event -> {
            assertThat(event.at("/detail/malformed").asInt()).isZero();
            assertThat(event.at("/detail/lines").asInt()).isEqualTo(8);
        });
    }

    /** A card that was written with another time zone has modification times in the future. */
    @Test
    void readsAFileFromTheFuture() throws Exception {
        wait(Duration.ofHours(6));
        Path file = write(START + LAST + REST);
        wait(Duration.ofHours(-6));
        try (FileImporter importer = importer(file)) {
            read(importer);
            assertThat(out).isEmpty();
            wait(FileWatch.QUIET);
            read(importer);
        }
        assertThat(packets()).hasSize(8);
    }

    @Test
    void readsOtherFilesMeanwhile() throws Exception {
        Path other = Files.writeString(folder.resolve("old.csv"), START, StandardCharsets.ISO_8859_1);
        Files.setLastModifiedTime(other, FileTime.from(clock.instant().minusSeconds(60)));
        Path growing = write(START + LAST);
        try (FileImporter importer = importer(growing, other)) {
            read(importer);
        }
        assertThat(stored).containsOnlyKeys(other.toString());
    }

    static IntStream cuts() {
        return IntStream.rangeClosed(1, LAST.length());
    }

    /** The writer pauses within a line for longer than any time limit. */
    @ParameterizedTest
    @MethodSource("cuts")
    void readsAHalfWrittenLineWhenItIsComplete(int cut) throws Exception {
        Path file = write(START + LAST.substring(0, cut));
        try (FileImporter importer = importer(file)) {
            wait(Duration.ofHours(1));
            read(importer);
            assertThat(packets()).hasSizeBetween(4, 5);
            write(START + LAST + REST);
            wait(FileWatch.QUIET);
            read(importer);
        }
        assertFinalRecords();
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void readsAHalfWrittenLineAfterARestart(int cut) throws Exception {
        Path file = write(START + LAST.substring(0, cut));
        wait(Duration.ofHours(1));
        try (FileImporter importer = importer(file)) {
            read(importer);
        }
        int before = out.size();
        try (FileImporter importer = importer(file)) {
            read(importer);
        }
        assertThat(out).hasSize(before);
        write(START + LAST + REST);
        wait(FileWatch.QUIET);
        try (FileImporter importer = importer(file)) {
            read(importer);
        }
        assertFinalRecords();
    }

    /** Consumers keep the last record of each packet. No record calls the half-written line damaged. */
    private void assertFinalRecords() throws IOException {
        Map<Long, String> byNumber = new HashMap<>();
        for (JsonNode found : json("raw")) {
            assertThat(found.get("flags")).isEmpty();
            byNumber.put(
                    found.get("packet_number").asLong(), found.get("packet").asText());
        }
        assertThat(byNumber.values()).containsExactlyInAnyOrder((START + LAST + REST).split("\n"));
        List<JsonNode> events = imported();
        JsonNode last = events.get(events.size() - 1).get("detail");
        assertThat(last.get("lines").asInt()).isEqualTo(8);
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(event.at("/detail/malformed").asInt()).isZero());
    }

    @Test
    void continuesWithAFileThatGrowsDuringItsImport() throws Exception {
        Path file = write(START + LAST + REST);
        wait(Duration.ofMinutes(1));
        try (FileImporter importer = importer(file)) {
            importer.read(3, out);
            String more = "11100,9,1,EA,1,100,1.5\n11200,10,1,EA,1,100,1.6\n";
            write(START + LAST + REST + more);
            read(importer);
            assertThat(imported()).isEmpty();

            wait(FileWatch.QUIET);
            read(importer);
            assertThat(packets()).containsExactly((START + LAST + REST + more).split("\n"));
        }
        assertThat(imported()).singleElement().satisfies(event -> assertThat(
                        event.at("/detail/lines").asInt())
                .isEqualTo(10));
    }

    @Test
    void readsAFileThatWasEmpty() throws Exception {
        Path file = write("");
        try (FileImporter importer = importer(file)) {
            wait(FileWatch.QUIET);
            read(importer);
            write(START + LAST + REST);
            wait(FileWatch.QUIET);
            read(importer);
        }
        assertThat(packets()).hasSize(8);
    }

    /** A recorder that writes whole lines, and paused. */
    @Test
    void continuesWithAFinishedFileThatGrowsWithinAnHour() throws Exception {
        Path file = write(START + LAST + "\n");
        try (FileImporter importer = importer(file)) {
            wait(Duration.ofMinutes(1));
            read(importer);
            assertThat(packets()).hasSize(5);
            wait(Duration.ofMinutes(50));
            write(START + LAST + REST);
            wait(FileWatch.QUIET);
            read(importer);
            assertThat(packets()).containsExactly((START + LAST + REST).split("\n"));

            wait(Duration.ofMinutes(61));
            read(importer);
            write(START + LAST + REST + "11100,9,1,EA,1,100,1.5\n");
            wait(FileWatch.QUIET);
            read(importer);
            assertThat(packets()).hasSize(8);
        }
    }
}
