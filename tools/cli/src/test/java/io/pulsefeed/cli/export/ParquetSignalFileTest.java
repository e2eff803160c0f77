package io.pulsefeed.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.export.parquet.ParquetReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetSignalFileTest {

    @TempDir
    private Path folder;

    private static byte[] record(String tag, long number, String further, String packet) {
        return ("{\"device_id\":\"MD/V5\",\"session_id\":\"s1\",\"type_tag\":\"" + tag + "\",\"packet_number\":"
                        + number + further + ",\"packet\":\"" + packet + "\",\"time_source\":\"sync\",\"flags\":[]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private Map<Path, Long> export(SignalFormat format, byte[]... records) throws IOException {
        try (ParsedFiles files = new ParsedFiles(folder, format)) {
            for (byte[] each : records) {
                files.add(each);
            }
            return files.finish();
        }
    }

    private static final byte[][] RECORDS = {
        record(
                "EA",
                65_536,
                ",\"timestamp\":100.2,\"period\":0.066,\"emotibit_ts\":1200,\"values\":[1.5,null]",
                "1200,0,2,EA,1,100,1.500000,nan"),
        // A late packet, a padded number, a packet without samples, and one without numbers.
        record(
                "EA",
                65_530,
                ",\"timestamp\":100.0,\"period\":0.066,\"emotibit_ts\":1000,\"values\":[0.5,8]",
                "1000,65530,2,EA,1,100,0.500000, 8"),
        record("EA", 65_537, ",\"timestamp\":100.3,\"period\":0,\"emotibit_ts\":1300", "1300,1,0,EA,1,100"),
        record("EM", 65_538, ",\"timestamp\":100.5,\"emotibit_ts\":1500", "1500,2,4,EM,1,100,RS,RB,a.csv,PS,MN"),
    };

    @Test
    void writesTheRowsOfTheParsedFormatWithTypes() throws IOException {
        Map<Path, Long> rows = export(SignalFormat.PARQUET, RECORDS);

        Path signal = folder.resolve("MD_V5_s1_EA.parquet");
        assertThat(rows).containsEntry(signal, 5L).containsEntry(folder.resolve("MD_V5_s1_EM.parquet"), 1L);
        Map<String, List<Object>> columns = new ParquetReader(signal).columns();
        assertThat(columns.get("LocalTimestamp"))
                .containsExactly(99_934_000L, 100_000_000L, 100_134_000L, 100_200_000L, 100_300_000L);
        assertThat(columns.get("EmotiBitTimestamp")).containsExactly(934.0, 1_000.0, 1_100.0, 1_200.0, 1_300.0);
        assertThat(columns.get("PacketNumber")).containsExactly(65_530, 65_530, 0, 0, 1);
        assertThat(columns.get("DataLength")).containsExactly(2, 2, 2, 2, 0);
        assertThat(columns.get("TypeTag")).containsOnly("EA");
        assertThat(columns.get("DataReliability")).containsOnly(100);
        assertThat(columns.get("EA")).containsExactly(0.5, 8.0, 1.5, null, null);
        assertThat(new ParquetReader(folder.resolve("MD_V5_s1_EM.parquet"))
                        .columns()
                        .get("EM"))
                .containsExactly("RS,RB,a.csv,PS");
        assertThat(folder.resolve("MD_V5_s1_clock.json")).exists();
    }

    /** Both formats have the same rows. */
    @Test
    void equalsTheCsvFiles() throws IOException {
        export(SignalFormat.CSV, RECORDS);
        export(SignalFormat.PARQUET, RECORDS);

        Map<String, List<Object>> columns = new ParquetReader(folder.resolve("MD_V5_s1_EA.parquet")).columns();
        List<String> csv = Files.readAllLines(folder.resolve("MD_V5_s1_EA.csv"));
        assertThat(List.of(csv.get(0).split(","))).containsExactlyElementsOf(columns.keySet());
        for (int row = 1; row < csv.size(); row++) {
            String[] fields = csv.get(row).split(",");
            assertThat(columns.get("LocalTimestamp").get(row - 1))
                    .isEqualTo(Long.parseLong(fields[0].replace(".", "")));
            assertThat(columns.get("EmotiBitTimestamp").get(row - 1)).isEqualTo(Double.parseDouble(fields[1]));
            assertThat(columns.get("PacketNumber").get(row - 1)).isEqualTo(Integer.parseInt(fields[2]));
        }
    }
}
