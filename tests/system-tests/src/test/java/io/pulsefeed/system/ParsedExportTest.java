package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.export.ParsedFiles;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.importing.FileImporter;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import io.pulsefeed.testing.EvaluationData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Compares the parsed export of imported recordings with the files of the official DataParser. */
class ParsedExportTest {

    /** Release 1.5.10 writes control packets in another form. */
    private static final List<String> SAME_IN_ALL_RELEASES = List.of(
            "PI", "PR", "PG", "EA", "EL", "ER", "T0", "T1", "TH", "H0", "AX", "AY", "AZ", "GX", "GY", "GZ", "MX", "MY",
            "MZ", "BV", "B%", "BI", "HR", "SA", "SR", "SF");

    private static final List<String> CONTROL = List.of("EM", "RD", "TL", "AK", "ED", "RB");
    private static final int COLUMNS = 8;
    private static final int BATCH = 1_000;

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> equalsTheOfficialFiles() throws IOException {
        Path root = EvaluationData.require("emotibit", "equality of the parsed export with the official DataParser");
        try (Stream<Path> recordings = Files.list(root)) {
            return recordings
                    .filter(Files::isDirectory)
                    .sorted()
                    .map(recording ->
                            DynamicTest.dynamicTest(recording.getFileName().toString(), () -> compare(recording)))
                    .toList()
                    .stream();
        }
    }

    private void compare(Path recording) throws IOException {
        Path raw = rawFile(recording);
        String base = raw.getFileName().toString().replaceFirst("\\.csv$", "");
        Path out = Files.createDirectory(folder.resolve(recording.getFileName()));
        Map<Path, Long> written = export(raw, out);
        List<String> tags = new ArrayList<>(SAME_IN_ALL_RELEASES);
        if (base.equals("first")) {
            tags.addAll(CONTROL);
        }
        long rows = 0;
        for (String tag : tags) {
            Path official = recording.resolve(base + "_" + tag + ".csv");
            if (Files.exists(official)) {
                rows += compare(official, out.resolve("D1_import-" + base + "_" + tag + ".csv"));
            }
        }
        assertThat(rows).isPositive();
        assertThat(out.resolve("D1_import-" + base + "_clock.json")).exists();
        System.out.printf("%s: %d of %d exported rows compared%n", recording.getFileName(), rows, sum(written));
    }

    private static long sum(Map<Path, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long compare(Path official, Path exported) throws IOException {
        List<String> expected = Files.readAllLines(official, StandardCharsets.ISO_8859_1);
        List<String> actual = Files.readAllLines(exported, StandardCharsets.ISO_8859_1);
        assertThat(actual).as(exported.toString()).hasSameSizeAs(expected);
        assertThat(columns(expected.get(0))).isEqualTo(actual.get(0).split(",", -1));
        // The official output has no time zone: all its times differ by the same quarters of an hour.
        double shift = Double.NaN;
        for (int i = 1; i < expected.size(); i++) {
            String[] row = columns(expected.get(i));
            String[] ours = actual.get(i).split(",", -1);
            double difference = Double.parseDouble(ours[0]) - Double.parseDouble(row[0]);
            shift = Double.isNaN(shift) ? Math.round(difference / 900) * 900 : shift;
            assertThat(Math.abs(difference - shift)).as(actual.get(i)).isLessThan(2e-6);
            assertThat(Math.abs(Double.parseDouble(ours[1]) - Double.parseDouble(row[1])))
                    .as(actual.get(i))
                    .isLessThan(0.0011);
            for (int column = 2; column < row.length; column++) {
                assertThat(ours[column]).as(actual.get(i)).isEqualTo(row[column]);
            }
        }
        return expected.size() - 1;
    }

    /** Without the columns that releases for recordings with marker streams write before the others. */
    private static String[] columns(String row) {
        String[] all = row.split(",", -1);
        return row.startsWith("Lsl") || all.length == COLUMNS + 2 ? Arrays.copyOfRange(all, 2, all.length) : all;
    }

    private static Map<Path, Long> export(Path raw, Path out) throws IOException {
        EmotiBitSourceConnectorConfig config = new EmotiBitSourceConnectorConfig(
                Map.of("import.paths", raw.toString(), "import.device.id", "D1", "metrics.enabled", "false"));
        RecordFactory records = new RecordFactory("raw", "processed", Patients.plain(Map.of()), device -> null);
        try (FileImporter importer =
                        new FileImporter(config.imports(), ZoneOffset.UTC, records, config.metrics(), path -> 0);
                ParsedFiles files = new ParsedFiles(out)) {
            List<SourceRecord> batch = new ArrayList<>();
            while (importer.hasMore()) {
                batch.clear();
                importer.read(BATCH, batch);
                for (SourceRecord each : batch) {
                    if (each.topic().equals("raw")) {
                        files.add((byte[]) each.value());
                    }
                }
            }
            return files.finish();
        }
    }

    private static Path rawFile(Path recording) throws IOException {
        try (Stream<Path> files = Files.list(recording)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .min(Comparator.comparingInt(file -> file.toString().length()))
                    .orElseThrow();
        }
    }
}
