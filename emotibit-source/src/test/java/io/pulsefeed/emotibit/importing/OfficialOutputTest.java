package io.pulsefeed.emotibit.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import io.pulsefeed.testing.EvaluationData;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares the records of recordings with the output of the official DataParser, row by row. */
class OfficialOutputTest {

    private static final Set<String> SENSOR_TAGS = Set.of(
            "PI", "PR", "PG", "EA", "EL", "ER", "T0", "T1", "TH", "H0", "AX", "AY", "AZ", "GX", "GY", "GZ", "MX", "MY",
            "MZ", "BV", "B%", "BI", "HR", "SA", "SR", "SF");
    private static final double DEVICE_MS_TOLERANCE = 0.001;
    private static final double EPOCH_TOLERANCE = 2e-6;

    @TestFactory
    Stream<DynamicTest> reproducesEverySensorRowOfTheOfficialParser() throws IOException {
        Path root = EvaluationData.require("emotibit", "equality with the official DataParser");
        try (Stream<Path> folders = Files.list(root)) {
            return folders
                    .filter(Files::isDirectory)
                    .sorted()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> compare(folder)))
                    .toList()
                    .stream();
        }
    }

    private static void compare(Path folder) throws IOException {
        Path raw = rawFile(folder);
        ZoneId zone = zoneOfTheParser(folder, raw);
        Map<String, BufferedReader> official = openOfficial(folder, raw);
        Map<String, Integer> rows = new HashMap<>();
        double worstMs = 0;
        double worstSeconds = 0;
        try (RecordingReader reader = new RecordingReader(raw, zone);
                FileImporter importer = importer(raw, zone)) {
            List<SourceRecord> records = new ArrayList<>();
            for (RecordedPacket packet = reader.next(); packet != null; packet = reader.next()) {
                records.clear();
                importer.read(1, records);
                JsonNode json =
                        new ObjectMapper().readTree((byte[]) records.get(0).value());
                String tag = json.get("type_tag").asText();
                if (!SENSOR_TAGS.contains(tag)) {
                    continue;
                }
                BufferedReader rest = official.get(tag);
                assertThat(rest).as("official file of %s", tag).isNotNull();
                int count = packet.sampleDeviceMs().length;
                for (int i = 0; i < count; i++) {
                    String line = rest.readLine();
                    assertThat(line).as("%s rows after %s", tag, packet.line()).isNotNull();
                    List<String> row = officialColumns(line);
                    double ms = Math.abs(packet.sampleDeviceMs()[i] - Double.parseDouble(row.get(1)));
                    double time = json.get("timestamp").asDouble()
                            - (count - 1 - i) * json.get("period").asDouble();
                    double seconds = Math.abs(time - Double.parseDouble(row.get(0)));
                    assertThat(ms).as("device ms of %s", line).isLessThanOrEqualTo(DEVICE_MS_TOLERANCE);
                    assertThat(seconds).as("wall-clock time of %s", line).isLessThanOrEqualTo(EPOCH_TOLERANCE);
                    assertThat(json.get("packet_number").asLong() % 65_536)
                            .as("packet number of %s", line)
                            .isEqualTo(Long.parseLong(row.get(2)));
                    assertThat(json.get("values").get(i).asDouble(Double.NaN))
                            .as("value of %s", line)
                            .isEqualTo(Double.parseDouble(row.get(7)));
                    worstMs = Math.max(worstMs, ms);
                    worstSeconds = Math.max(worstSeconds, seconds);
                    rows.merge(tag, 1, Integer::sum);
                }
            }
        }
        for (Map.Entry<String, BufferedReader> tag : official.entrySet()) {
            assertThat(tag.getValue().readLine())
                    .as("surplus official rows of %s", tag.getKey())
                    .isNull();
            tag.getValue().close();
        }
        int total = rows.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(total).isPositive();
        System.out.printf(
                "%s: %d rows of %d tags equal, largest difference %.4f ms (device time), %.2f us (wall-clock time)%n",
                folder.getFileName(), total, rows.size(), worstMs, worstSeconds * 1e6);
    }

    private static FileImporter importer(Path raw, ZoneId zone) {
        EmotiBitSourceConnectorConfig config =
                new EmotiBitSourceConnectorConfig(Map.of("import.paths", raw.toString(), "metrics.enabled", "false"));
        RecordFactory records = new RecordFactory("raw", "processed", Patients.plain(Map.of()), device -> null);
        return new FileImporter(config.imports(), zone, records, config.metrics(), path -> 0);
    }

    /** The last eight columns. Recordings with marker streams have further columns before them. */
    private static List<String> officialColumns(String line) {
        List<String> all = List.of(line.split(",", -1));
        return all.subList(all.size() - 8, all.size());
    }

    private static Path rawFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .min(Comparator.comparingInt(file -> file.toString().length()))
                    .orElseThrow();
        }
    }

    /** The official output has no time zone. The first anchor shows which one the parser used. */
    private static ZoneId zoneOfTheParser(Path folder, Path raw) throws IOException {
        List<String> map = Files.readAllLines(folder.resolve(base(raw) + "_timeSyncMap.csv"));
        List<String> names = List.of(map.get(0).split(","));
        double official = Double.parseDouble(map.get(1).split(",")[names.indexOf("TL0")]);
        try (RecordingReader reader = new RecordingReader(raw, ZoneOffset.UTC)) {
            double quarters = (reader.line().epochSeconds0() - official) / 900;
            return ZoneOffset.ofTotalSeconds((int) Math.round(quarters) * 900);
        }
    }

    private static Map<String, BufferedReader> openOfficial(Path folder, Path raw) throws IOException {
        Map<String, BufferedReader> official = new HashMap<>();
        for (String tag : SENSOR_TAGS.stream().sorted().collect(Collectors.toList())) {
            Path file = folder.resolve(base(raw) + "_" + tag + ".csv");
            if (Files.exists(file)) {
                BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
                in.readLine();
                official.put(tag, in);
            }
        }
        return official;
    }

    private static String base(Path raw) {
        String name = raw.getFileName().toString();
        return name.substring(0, name.length() - ".csv".length());
    }
}
