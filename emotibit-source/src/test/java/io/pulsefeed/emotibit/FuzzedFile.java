package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.importing.FileImporter;
import io.pulsefeed.emotibit.importing.RecordingReader;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** Reads and imports a fuzzed file of an SD card. */
final class FuzzedFile {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private FuzzedFile() {}

    static void check(Path file) {
        boolean readable = isReadable(file);
        EmotiBitSourceConnectorConfig config =
                new EmotiBitSourceConnectorConfig(Map.of("import.paths", file.toString()));
        RecordFactory records = new RecordFactory("raw", "processed", Patients.plain(Map.of()), id -> null);
        List<SourceRecord> out = new ArrayList<>();
        SourceRecord last = null;
        try (FileImporter importer = new FileImporter(config.imports(), ZONE, records, config.metrics(), path -> 0)) {
            while (importer.hasMore()) {
                importer.read(500, out);
                out.forEach(ValidRecord::check);
                last = out.isEmpty() ? last : out.get(out.size() - 1);
                out.clear();
            }
        }
        // The importer skips the rest of a file after an unexpected error.
        boolean imported = last != null
                && new String((byte[]) last.value(), StandardCharsets.UTF_8).contains("\"event\":\"imported\"");
        assertThat(imported).as("whole file imported").isEqualTo(readable);
    }

    private static boolean isReadable(Path file) {
        try (RecordingReader reader = new RecordingReader(file, ZONE)) {
            while (reader.hasMore()) {
                assertThat(reader.next()).isNotNull();
            }
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?s).+");
            return false;
        }
    }
}
