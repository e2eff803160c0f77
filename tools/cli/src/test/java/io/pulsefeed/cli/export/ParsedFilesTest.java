package io.pulsefeed.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParsedFilesTest {

    private static final String COLUMNS =
            "LocalTimestamp,EmotiBitTimestamp,PacketNumber,DataLength,TypeTag,ProtocolVersion,DataReliability,";

    @TempDir
    private Path folder;

    private static byte[] record(String tag, long number, String times, String further, String packet) {
        return ("{\"device_id\":\"MD-V5-1\",\"session_id\":\"s1\",\"type_tag\":\"" + tag + "\",\"packet_number\":"
                        + number + "," + times + ",\"packet\":\"" + packet + "\",\"time_source\":\"sync\"" + further
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] light(long number, long deviceMs, double epochSeconds, int... values) {
        String list = String.join(
                ",", Arrays.stream(values).mapToObj(Integer::toString).toList());
        return record(
                "PI",
                number,
                String.format(
                        Locale.ROOT, "\"timestamp\":%.6f,\"period\":0.040,\"emotibit_ts\":%d", epochSeconds, deviceMs),
                ",\"values\":[" + list + "],\"time_uncertainty_ms\":4.5,\"flags\":[]",
                deviceMs % (1L << 32) + "," + number % 65_536 + "," + values.length + ",PI,1,100," + list);
    }

    private List<String> lines(String tag) throws IOException {
        return Files.readAllLines(folder.resolve("MD-V5-1_s1_" + tag + ".csv"));
    }

    private void export(byte[]... records) throws IOException {
        try (ParsedFiles files = new ParsedFiles(folder)) {
            for (byte[] each : records) {
                files.add(each);
            }
            files.finish();
        }
    }

    @Test
    void writesOneRowPerSampleInTheOrderOfPackets() throws IOException {
        // The second packet was added by a backfill, and the last one is a repeated delivery.
        export(
                light(65_534, 1_000, 100.0, 7, 8),
                light(65_538, 1_160, 100.16, 11, 12),
                light(65_536, 1_080, 100.08, 9, 10),
                light(65_538, 1_160, 100.16, 11, 12));

        assertThat(lines("PI"))
                .containsExactly(
                        COLUMNS + "PI",
                        "99.960000,960.000,65534,2,PI,1,100,7",
                        "100.000000,1000.000,65534,2,PI,1,100,8",
                        "100.040000,1040.000,0,2,PI,1,100,9",
                        "100.080000,1080.000,0,2,PI,1,100,10",
                        "100.120000,1120.000,2,2,PI,1,100,11",
                        "100.160000,1160.000,2,2,PI,1,100,12");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).hasSize(2);
        }
    }

    @Test
    void doesNotStretchSamplesOverAGap() throws IOException {
        export(light(1, 1_000, 100.0, 7, 8), light(90, 9_000, 108.0, 9, 10));

        assertThat(lines("PI")).contains("107.960000,8960.000,90,2,PI,1,100,9", "108.000000,9000.000,90,2,PI,1,100,10");
    }

    @Test
    void writesPacketsWithoutNumbersAsOneRow() throws IOException {
        String times = "\"timestamp\":100.5,\"emotibit_ts\":1500";
        export(
                record("EM", 3, times, "", "1500,3,4,EM,1,100,RS,RB,a.csv,PS,MN"),
                record("ED", 4, times, "", "1500,4,0,ED,1,100"),
                record("??", -1, "\"timestamp\":100.5", ",\"flags\":[\"malformed\"]", "junk"),
                record("#/", 5, times, ",\"values\":[1.5]", "1500,5,1,#/,1,100,1.50"));

        assertThat(lines("EM")).containsExactly(COLUMNS + "EM", "100.500000,1500,3,4,EM,1,100,RS,RB,a.csv,PS");
        assertThat(lines("ED")).containsExactly(COLUMNS + "ED", "100.500000,1500,4,0,ED,1,100,100");
        assertThat(lines("_23_2f")).containsExactly(COLUMNS + "#/", "100.500000,1500.000,5,1,#/,1,100,1.50");
        JsonNode report = new ObjectMapper()
                .readTree(folder.resolve("MD-V5-1_s1_clock.json").toFile());
        assertThat(report.path("packets").asLong()).isEqualTo(3);
        assertThat(report.path("packets_without_device_time").asLong()).isEqualTo(1);
    }

    @Test
    void reportsTheErrorOfTheDeviceClock() throws IOException {
        byte[][] records = new byte[2_000][];
        for (int i = 0; i < records.length; i++) {
            // The device clock is 1.5 % slow. One published time is 20 ms off.
            records[i] = light(i, i * 985L, 1_000 + i + (i == 1_000 ? 0.02 : 0), 1);
        }
        export(records);

        JsonNode report = new ObjectMapper()
                .readTree(folder.resolve("MD-V5-1_s1_clock.json").toFile());
        assertThat(report.path("device_clock_error_ppm").asDouble()).isCloseTo(-15_000, within(5.0));
        assertThat(report.path("max_distance_from_line_ms").asDouble()).isLessThan(21);
        assertThat(report.path("seconds").asDouble()).isEqualTo(1_999);
        assertThat(report.path("max_time_uncertainty_ms").asDouble()).isEqualTo(4.5);
        assertThat(report.at("/packets_by_time_source/sync").asLong()).isEqualTo(2_000);
    }

    @Test
    void sortsPacketsInAnyOrder() throws IOException {
        Random random = new Random(3);
        List<Integer> order = new ArrayList<>(IntStream.range(0, 300).boxed().toList());
        Collections.shuffle(order, random);
        export(order.stream().map(i -> light(i, i * 40L, i * 0.04, i)).toArray(byte[][]::new));

        assertThat(lines("PI").stream().skip(1).map(line -> line.substring(line.lastIndexOf(',') + 1)))
                .containsExactlyElementsOf(
                        IntStream.range(0, 300).mapToObj(Integer::toString).toList());
    }
}
