package io.pulsefeed.emotibit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.emotibit.config.ValueFormat;
import io.pulsefeed.emotibit.importing.FileImporter;
import io.pulsefeed.emotibit.record.MetricStream;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One recording gives the same metrics live and imported, for any batch size and speed, and after a restart. */
class SameMetricsTest {

    private static final int SECONDS = 85;

    @TempDir
    private Path folder;

    private final SimulatedRecording recording = new SimulatedRecording(SECONDS, 0);
    private final RecordFactory records =
            new RecordFactory("raw", "processed", Patients.plain(Map.of()), device -> null);

    private List<SourceRecord> imported(int batchSize, long publishedLines) throws IOException {
        Path file = folder.resolve("run.csv");
        Files.write(file, recording.lines(), StandardCharsets.ISO_8859_1);
        EmotiBitSourceConnectorConfig config =
                new EmotiBitSourceConnectorConfig(Map.of("import.paths", file.toString(), "import.device.id", "D1"));
        List<SourceRecord> out = new ArrayList<>();
        try (FileImporter importer =
                new FileImporter(config.imports(), ZoneOffset.UTC, records, config.metrics(), path -> publishedLines)) {
            while (importer.hasMore()) {
                importer.read(batchSize, out);
            }
        }
        return out;
    }

    private List<String> metricsOf(List<SessionOutput> outputs) {
        List<SourceRecord> out = new ArrayList<>();
        MetricStream metrics = new MetricStream(MetricConfig.DEFAULT, records);
        for (SessionOutput output : outputs) {
            if (output instanceof TimedPacket packet) {
                metrics.onPacket(packet, out);
            }
        }
        metrics.onSessionEnd("D1", out);
        return processed(out);
    }

    private static List<String> processed(List<SourceRecord> found) {
        return found.stream()
                .filter(r -> r.topic().equals("processed"))
                .map(r -> new String((byte[]) r.value(), StandardCharsets.UTF_8))
                .filter(json -> !json.contains("\"imported\""))
                .toList();
    }

    private static List<Object> content(List<SourceRecord> found) {
        List<Object> content = new ArrayList<>();
        found.forEach(r -> content.add(List.of(
                r.topic(),
                new String((byte[]) r.value(), StandardCharsets.UTF_8),
                r.sourcePartition(),
                r.sourceOffset())));
        return content;
    }

    @Test
    void importDoesNotDependOnBatchSize() throws IOException {
        List<Object> expected = content(imported(1_000_000, 0));

        assertThat(processed(imported(7, 0))).hasSizeGreaterThan(8);
        for (int batchSize : new int[] {1, 7, 2_000}) {
            assertThat(content(imported(batchSize, 0))).isEqualTo(expected);
        }
    }

    @Test
    void importThatResumesPublishesTheRest() throws IOException {
        List<SourceRecord> whole = imported(1000, 0);
        for (int stop : new int[] {10, whole.size() / 2, whole.size() - 3}) {
            long lines = (Long) whole.get(stop - 1).sourceOffset().get("lines");
            List<Object> resumed = content(imported(1000, lines));

            // The records of a line that was not published completely are published again.
            int again = resumed.size() - (whole.size() - stop);
            assertThat(again).isBetween(0, 8);
            assertThat(resumed).isEqualTo(content(whole.subList(stop - again, whole.size())));
        }
    }

    @Test
    void liveSessionAndImportGiveTheSameMetrics() throws IOException {
        List<String> live = metricsOf(recording.live(0));
        List<String> imported = processed(imported(1000, 0));

        assertThat(live).hasSameSizeAs(imported).hasSizeGreaterThan(8);
        for (int i = 0; i < live.size(); i++) {
            JsonNode one = new ObjectMapper().readTree(live.get(i));
            JsonNode other = new ObjectMapper().readTree(imported.get(i));
            assertThat(names(one)).isEqualTo(names(other));
            assertThat(one.get("timestamp").asDouble())
                    .isCloseTo(other.get("timestamp").asDouble(), offset(0.02));
            for (String name : names(one)) {
                // Before the second sync, the clock of a live session is still being corrected, which shifts single
                // beats.
                boolean settled = one.get("timestamp").asDouble() > VirtualClock.START_EPOCH_US / 1e6 + 66;
                double relative = settled ? 0.005 : 0.15;
                double tolerance =
                        Math.max(0.5, relative * Math.abs(one.get(name).asDouble()));
                if (one.get(name).isNumber() && !name.equals("timestamp")) {
                    assertThat(one.get(name).asDouble())
                            .as(name)
                            .isCloseTo(other.get(name).asDouble(), offset(tolerance));
                } else if (name.endsWith("_absent")) {
                    assertThat(one.get(name)).isEqualTo(other.get(name));
                }
            }
        }
    }

    @Test
    void everyMetricFitsIntoTheStructs() {
        RecordFactory structs =
                new RecordFactory("raw", "processed", ValueFormat.STRUCT, Patients.plain(Map.of()), device -> null);
        List<SourceRecord> out = new ArrayList<>();
        MetricStream metrics = new MetricStream(MetricConfig.DEFAULT, structs);
        for (SessionOutput output : recording.live(0)) {
            if (output instanceof TimedPacket packet) {
                metrics.onPacket(packet, out);
            }
        }
        assertThat(out).hasSizeGreaterThan(8).allMatch(r -> r.value() instanceof Struct);
    }

    @Test
    void liveMetricsFollowFromThePacketsAlone() {
        List<SessionOutput> outputs = recording.live(0);

        assertThat(metricsOf(outputs)).isEqualTo(metricsOf(new ArrayList<>(outputs)));
    }

    private static TreeSet<String> names(JsonNode json) {
        TreeSet<String> names = new TreeSet<>();
        for (Iterator<String> it = json.fieldNames(); it.hasNext(); ) {
            names.add(it.next());
        }
        names.remove("session_id");
        return names;
    }
}
