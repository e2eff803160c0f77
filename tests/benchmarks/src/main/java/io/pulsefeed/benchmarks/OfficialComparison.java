package io.pulsefeed.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.importing.FileImporter;
import io.pulsefeed.emotibit.importing.RecordingReader;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Comparison of the records of one imported recording with the files of the official parser. Rows are equal if the decoded value, the
 * wall-clock time (2 us) and the packet number of the record are equal to those of the parser.
 */
record OfficialComparison(long equalRows, long officialRows) {

    private static final List<String> SENSOR_TAGS = List.of(
            "PI", "PR", "PG", "EA", "EL", "ER", "T0", "T1", "TH", "H0", "AX", "AY", "AZ", "GX", "GY", "GZ", "MX", "MY",
            "MZ", "BV", "B%", "BI", "HR", "SA", "SR", "SF");
    private static final String SYNC_MAP = "_timeSyncMap.csv";
    private static final double EPOCH_SECONDS = 2e-6;
    private static final int COLUMNS = 8;
    private static final int WRAP = 1 << 16;
    private static final int BATCH = 1_000;
    private static final String RAW_TOPIC = "raw";
    private static final ObjectMapper JSON = new ObjectMapper();

    static boolean isRecording(Path folder) {
        return Files.isDirectory(folder) && syncMap(folder) != null;
    }

    static OfficialComparison of(Path folder) throws IOException {
        Path map = syncMap(folder);
        String base = map.getFileName().toString().replace(SYNC_MAP, "");
        Path raw = folder.resolve(base + ".csv");
        Map<String, BufferedReader> official = new HashMap<>();
        Rows rows = new Rows(official);
        try (FileImporter importer = importer(raw, zoneOfTheParser(map, raw))) {
            for (String tag : SENSOR_TAGS) {
                Path file = folder.resolve(base + "_" + tag + ".csv");
                if (Files.exists(file)) {
                    BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
                    in.readLine();
                    official.put(tag, in);
                }
            }
            List<SourceRecord> records = new ArrayList<>();
            while (importer.hasMore()) {
                records.clear();
                importer.read(BATCH, records);
                for (SourceRecord found : records) {
                    if (found.topic().equals(RAW_TOPIC)) {
                        rows.compare(JSON.readTree((byte[]) found.value()));
                    }
                }
            }
            for (BufferedReader rest : official.values()) {
                rows.all += rest.lines().count();
            }
        } finally {
            for (BufferedReader rest : official.values()) {
                rest.close();
            }
        }
        return new OfficialComparison(rows.equal, rows.all);
    }

    private static FileImporter importer(Path raw, ZoneId zone) {
        EmotiBitSourceConnectorConfig config =
                new EmotiBitSourceConnectorConfig(Map.of("import.paths", raw.toString(), "metrics.enabled", "false"));
        return new FileImporter(
                config.imports(),
                zone,
                new RecordFactory(RAW_TOPIC, "processed", Patients.plain(Map.of()), device -> null),
                config.metrics(),
                path -> 0);
    }

    /** Counts the official rows and those that equal the records. */
    private static final class Rows {
        private final Map<String, BufferedReader> official;
        private long equal;
        private long all;

        Rows(Map<String, BufferedReader> official) {
            this.official = official;
        }

        void compare(JsonNode packet) throws IOException {
            BufferedReader rest = official.get(packet.get("type_tag").asText());
            int count = packet.path("values").size();
            for (int i = 0; rest != null && i < count; i++) {
                String row = rest.readLine();
                all += row == null ? 0 : 1;
                equal += row != null && isEqual(packet, i, row) ? 1 : 0;
            }
        }
    }

    private static boolean isEqual(JsonNode packet, int sample, String row) {
        String[] columns = row.split(",", -1);
        // Recordings with marker streams have further columns before these.
        int first = columns.length - COLUMNS;
        int after = packet.get("values").size() - 1 - sample;
        double epochSeconds = packet.get("timestamp").asDouble()
                - after * packet.get("period").asDouble();
        return first >= 0
                && Math.abs(epochSeconds - Double.parseDouble(columns[first])) <= EPOCH_SECONDS
                && columns[first + 2].equals(
                        Long.toString(packet.get("packet_number").asLong() % WRAP))
                && isEqual(packet.get("values").get(sample), columns[first + 7].strip());
    }

    /** A missing value must be text that is not a number, such as {@code nan}. */
    private static boolean isEqual(JsonNode value, String official) {
        try {
            double expected = Double.parseDouble(official);
            return value.isNumber() && value.asDouble() == expected;
        } catch (NumberFormatException e) {
            return value.isNull();
        }
    }

    /** The official output has no time zone. The first anchor shows which one the parser used. */
    private static ZoneId zoneOfTheParser(Path map, Path raw) throws IOException {
        List<String> lines = Files.readAllLines(map);
        double official = Double.parseDouble(
                lines.get(1).split(",")[List.of(lines.get(0).split(",")).indexOf("TL0")]);
        try (RecordingReader reader = new RecordingReader(raw, ZoneOffset.UTC)) {
            double quarters = (reader.line().epochSeconds0() - official) / 900;
            return ZoneOffset.ofTotalSeconds((int) Math.round(quarters) * 900);
        }
    }

    private static Path syncMap(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SYNC_MAP))
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
