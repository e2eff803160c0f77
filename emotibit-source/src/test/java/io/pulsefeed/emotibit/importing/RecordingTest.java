package io.pulsefeed.emotibit.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.pulsefeed.emotibit.importing.RecordedLine.Quality;
import io.pulsefeed.testing.EvaluationData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {

    @TempDir
    private Path folder;

    @Test
    void computesLineFromFastestExchangesOfOuterQuarters() throws IOException {
        List<RecordedPacket> packets = read(
                "1000,1,2,RD,1,100,TL,TU",
                "1010,2,1,TL,1,100,2024-03-01_10-00-00-000000",
                "1012,3,2,AK,1,100,1,RD",
                "6000,4,2,RD,1,100,TL,TU",
                "6020,5,1,TL,1,100,2024-03-01_10-00-05-100000",
                "6021,6,2,AK,1,100,4,RD",
                "7000,7,2,PI,1,100,5,6",
                "7080,8,2,PI,1,100,7,8");

        double first = 1_709_287_200 + 0.005;
        double slope = (5.1 + 0.010 - 0.005) / 5010;
        RecordedPacket last = packets.get(packets.size() - 1);
        assertThat(last.sampleDeviceMs()).containsExactly(7040, 7080);
        assertThat(last.sampleEpochUs()[1] / 1e6).isCloseTo(first + 6070 * slope, within(1e-6));
        assertThat(packets.get(6).sampleDeviceMs()).containsExactly(7000, 7000);
    }

    @Test
    void ignoresAnswersToOtherRequests() throws IOException {
        List<RecordedPacket> packets = read(
                "900,1,1,TL,1,100,2024-03-01_09-00-00-000000",
                "1000,2,2,RD,1,100,TL,TU",
                "1001,3,1,TL,1,100,2024-03-01_09-30-00-000000",
                "1002,4,2,AK,1,100,77,RD",
                "1010,5,1,TL,1,100,2024-03-01_10-00-00-000000",
                "1012,6,2,AK,1,100,2,RD",
                "1014,7,1,TL,1,100,2024-03-01_11-00-00-000000",
                "2010,8,1,B%,1,100,50");

        assertThat(packets.get(7).sampleEpochUs()[0] / 1e6).isCloseTo(1_709_287_201 + 0.005, within(1e-6));
    }

    /** Exchanges every 10 minutes of device time, from {@code start}; the host writes its local time. */
    private List<RecordedPacket> recorded(String zoneOfHost, Instant start, int exchanges, String zone)
            throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < exchanges; i++) {
            long ms = 600_000L * i;
            String time = DateTimeFormatter.ofPattern("uuuu-MM-dd_HH-mm-ss-SSSSSS")
                    .format(start.plusMillis(ms).atZone(ZoneId.of(zoneOfHost)));
            lines.add(ms + "," + 4 * i + ",2,RD,1,100,TL,TU");
            lines.add(ms + "," + (4 * i + 1) + ",1,TL,1,100," + time);
            lines.add(ms + "," + (4 * i + 2) + ",2,AK,1,100," + 4 * i + ",RD");
            lines.add(ms + "," + (4 * i + 3) + ",1,B%,1,100,50");
        }
        return read(ZoneId.of(zone), lines.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-24T23:30:00Z, 18", // 01:30 CEST to 03:20 CET
        "2026-10-25T00:10:00Z, 12", // starts and ends in the repeated hour
        "2026-10-25T00:30:00Z, 4", // within the repeated hour, across its end
        "2026-10-25T01:10:00Z, 10", // starts in the second pass of the repeated hour
        "2026-03-29T00:30:00Z, 12", // start of daylight-saving time
    })
    void keepsTimeAcrossChangeOfDaylightSavingTime(String start, int exchanges) throws IOException {
        List<RecordedPacket> packets = recorded("Europe/Paris", Instant.parse(start), exchanges, "Europe/Paris");

        for (RecordedPacket packet : packets) {
            long[] samples = packet.sampleEpochUs();
            double expected = Instant.parse(start).getEpochSecond() + packet.deviceMs() / 1000.0;
            assertThat(samples[samples.length - 1] / 1e6).isCloseTo(expected, within(1e-3));
        }
    }

    @Test
    void refusesLocalTimesThatTheZoneDoesNotExplain() {
        assertThatIOException()
                .isThrownBy(() -> recorded("Europe/Paris", Instant.parse("2026-10-24T23:30:00Z"), 18, "UTC"))
                .withMessageContaining("goes from 2026-10-25T02:50 to 2026-10-25T02:00")
                .withMessageContaining("Set time.zone to the zone of the recording host");
    }

    @Test
    void ignoresSingleWrongLocalTime() throws IOException {
        List<RecordedPacket> packets = read(
                "0,1,2,RD,1,100,TL,TU",
                "0,2,1,TL,1,100,2024-03-01_10-00-00-000000",
                "0,3,2,AK,1,100,1,RD",
                "5000,4,2,RD,1,100,TL,TU",
                "5000,5,1,TL,1,100,2094-03-01_10-00-05-000000",
                "5000,6,2,AK,1,100,4,RD",
                "10000,7,2,RD,1,100,TL,TU",
                "10000,8,1,TL,1,100,2024-03-01_10-00-10-000000",
                "10000,9,2,AK,1,100,7,RD",
                "20000,10,1,B%,1,100,50");

        assertThat(packets.get(9).sampleEpochUs()[0] / 1e6).isCloseTo(1_709_287_220, within(1e-3));
    }

    @Test
    void continuesAfterMalformedLines() throws IOException {
        List<RecordedPacket> packets = read(
                "",
                "1000,1",
                "x,1,1,PI,1,100,5",
                "1000,70000,1,PI,1,100,5",
                "2000,3,1,ED,1,100,",
                "2040,4,1,EA,1,100,nan");

        assertThat(packets).hasSize(5);
        assertThat(packets)
                .extracting(packet -> packet.packet() != null)
                .containsExactly(false, false, false, true, true);
        assertThat(packets.get(0).quality()).isEqualTo(Quality.MALFORMED);
        assertThat(packets).extracting(RecordedPacket::number).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(packets.get(4).sampleEpochUs())
                .as("wall-clock time without sync exchange")
                .isEmpty();
    }

    /** A line that is damaged, and neither follows the lines before it nor precedes those after it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4106000,6,1,PI,1,100,5",
                "1,6,1,PI,1,100,5",
                "4294967295,6,1,PI,1,100,5",
                "101200,40000,1,PI,1,100,5",
                "101200,2000,1,RD,1,100,TL",
                "900000,6,1,BI,1,100,5",
                "3221226672,6,1,SA,1,100,5"
            })
    void aDamagedPacketDoesNotChangeTheOthers(String damaged) throws IOException {
        List<String> lines = steady(101_000, 0, 12);
        List<RecordedPacket> expected = read(lines.toArray(String[]::new));
        for (int index : new int[] {0, 1, 6, 11}) {
            List<String> withDamage = new ArrayList<>(lines);
            withDamage.add(index, damaged);
            List<RecordedPacket> packets = read(withDamage.toArray(String[]::new));

            assertThat(packets.get(index).quality()).as("line " + index).isEqualTo(Quality.IMPLAUSIBLE);
            assertThat(packets.get(index).line()).isEqualTo(damaged);
            packets.remove(index);
            assertThat(packets)
                    .usingRecursiveComparison()
                    .ignoringFields("number")
                    .isEqualTo(expected);
        }
    }

    @Test
    void keepsPacketsAfterAGap() throws IOException {
        List<String> lines = steady(1_000, 0, 3);
        lines.addAll(steady(601_000, 40_000, 3));
        assertThat(read(lines.toArray(String[]::new)))
                .extracting(RecordedPacket::quality)
                .containsOnly(Quality.SOUND);
    }

    @Test
    void marksRepeatedLines() throws IOException {
        List<String> lines = steady(1_000, 0, 4);
        lines.add(2, lines.get(1));
        lines.add(lines.get(0));
        assertThat(read(lines.toArray(String[]::new)))
                .extracting(RecordedPacket::quality)
                .containsExactly(
                        Quality.SOUND, Quality.SOUND, Quality.REPEATED, Quality.SOUND, Quality.SOUND, Quality.REPEATED);
    }

    @Test
    void refusesASecondRecording() {
        List<String> lines = steady(61_000, 500, 5);
        lines.addAll(steady(900, 0, 5));
        assertThatIOException()
                .isThrownBy(() -> read(lines.toArray(String[]::new)))
                .withMessageContaining("goes back from 61400 to 900 ms in line 6")
                .withMessageContaining("Split the file there");
    }

    /** {@code n} packets at an interval of 100 ms. */
    private static List<String> steady(long ms, int number, int n) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            lines.add((ms + 100L * i) + "," + (number + i) + ",1,PI,1,100,7" + i);
        }
        return lines;
    }

    private List<RecordedPacket> readText(String text) throws IOException {
        return readAll(
                Files.writeString(folder.resolve("text.csv"), text, StandardCharsets.ISO_8859_1), ZoneOffset.UTC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\n\n", "\r\n\0\0\n", "\0\n"})
    void acceptsAnyLineEnd(String end) throws IOException {
        List<String> lines = steady(1_000, 0, 5);
        for (String last : List.of("", end)) {
            assertThat(readText(String.join(end, lines) + last))
                    .extracting(RecordedPacket::line)
                    .isEqualTo(lines);
        }
    }

    @Test
    void acceptsMixedLineEndsAndACutLastLine() throws IOException {
        List<RecordedPacket> packets =
                readText("1000,1,1,PI,1,100,5\r\n1040,2,1,PI,1,100,6\n1080,3,1,PI,1,100,7\r1120,4,2,P");
        assertThat(packets)
                .extracting(RecordedPacket::number, RecordedPacket::quality)
                .containsExactly(
                        tuple(1L, Quality.SOUND),
                        tuple(2L, Quality.SOUND),
                        tuple(3L, Quality.SOUND),
                        tuple(4L, Quality.MALFORMED));
    }

    @Test
    void cutsLinesThatAreLongerThanADatagram() throws IOException {
        String overlong = "1040,2,1,PI,1,100," + "6,".repeat(2_000_000);
        List<RecordedPacket> packets = readText("1000,1,1,PI,1,100,5\n" + overlong + "\n1080,3,1,PI,1,100,7\n");
        assertThat(packets)
                .extracting(RecordedPacket::quality)
                .containsExactly(Quality.SOUND, Quality.MALFORMED, Quality.SOUND);
        assertThat(packets.get(1).line()).hasSize(LineReader.MAX_LINE).isEqualTo(overlong.substring(0, 1 << 16));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|It is empty",
                "'\n\n'|It is empty",
                "'LocalTimestamp,EmotiBitTimestamp,PacketNumber,DataLength,TypeTag\n1.5,2.5,3,4,PI,1,100\n'|no packet",
                "'TL,TimestampLocal\n'|no packet",
            })
    void refusesFilesWithoutPackets(String text, String message) {
        assertThatIOException()
                .isThrownBy(() -> readText(text.replace("\\n", "\n")))
                .withMessageContaining(message);
    }

    @Test
    void refusesADirectory() {
        assertThatIOException()
                .isThrownBy(() -> new RecordingReader(folder, ZoneOffset.UTC))
                .withMessage("It is not a file.");
    }

    @Test
    void followsASymbolicLink() throws IOException {
        Path file = Files.write(folder.resolve("target.csv"), steady(1_000, 0, 5));
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), file);
        assertThat(readAll(link, ZoneOffset.UTC)).hasSize(5);
    }

    /** Lines that are added during an import belong to the next one. */
    @Test
    void stopsAtTheLastLineOfTheFirstPass() throws IOException {
        Path file = Files.write(folder.resolve("growing.csv"), steady(1_000, 0, 5));
        try (RecordingReader reader = new RecordingReader(file, ZoneOffset.UTC)) {
            Files.write(file, steady(1_500, 5, 5), StandardOpenOption.APPEND);
            int lines = 0;
            while (reader.next() != null) {
                lines++;
            }
            assertThat(lines).isEqualTo(5);
            assertThat(reader.hasMore()).isFalse();
        }
    }

    /** A line through one point has no slope. */
    @Test
    void ignoresARepeatedExchange() throws IOException {
        List<RecordedPacket> packets = read(
                "1000,1,2,RD,1,100,TL,TU",
                "1010,2,1,TL,1,100,2024-03-01_10-00-00-000000",
                "1012,3,2,AK,1,100,1,RD",
                "1000,4,2,RD,1,100,TL,TU",
                "1010,5,1,TL,1,100,2024-03-01_10-00-00-000000",
                "1012,6,2,AK,1,100,4,RD",
                "2010,7,1,B%,1,100,50");

        assertThat(packets.get(6).sampleEpochUs()[0] / 1e6).isCloseTo(1_709_287_201 + 0.005, within(1e-6));
    }

    @Test
    void unwrapsDeviceTime() throws IOException {
        List<RecordedPacket> packets = read(
                "4294967290,1,1,PI,1,100,5", "34,2,1,PI,1,100,6", "4294967295,3,1,BI,1,100,800", "74,4,1,PI,1,100,7");

        assertThat(packets)
                .extracting(RecordedPacket::deviceMs)
                .containsExactly(4294967290L, 4294967330L, 4294967295L, 4294967370L);
    }

    @Test
    void writerRejectsTextWithLineEnd() throws IOException {
        try (RecordingWriter writer = new RecordingWriter(folder.resolve("out.csv"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> writer.write("1\n2"));
        }
    }

    @Test
    void roundTripsEveryRecordingByteByByte() throws IOException {
        Path root = EvaluationData.require("emotibit", "byte-equal round trip of recordings");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
                Path copy = folder.resolve("copy.csv");
                try (RecordedLines lines = RecordedLines.open(file);
                        RecordingWriter writer = new RecordingWriter(copy)) {
                    for (RecordedLine line = lines.next(); line != null; line = lines.next()) {
                        writer.write(line.text());
                    }
                }
                String original = Files.readString(file, StandardCharsets.ISO_8859_1);
                String expected = original.endsWith("\n") ? original : original + "\n";
                assertThat(Files.readString(copy, StandardCharsets.ISO_8859_1).equals(expected))
                        .as("%s is reproduced", file)
                        .isTrue();
            }
        }
    }

    private List<RecordedPacket> read(String... lines) throws IOException {
        return read(ZoneOffset.UTC, lines);
    }

    private List<RecordedPacket> read(ZoneId zone, String... lines) throws IOException {
        Path file = folder.resolve("recording.csv");
        Files.write(file, List.of(lines));
        return readAll(file, zone);
    }

    private static List<RecordedPacket> readAll(Path file, ZoneId zone) throws IOException {
        List<RecordedPacket> packets = new ArrayList<>();
        try (RecordingReader reader = new RecordingReader(file, zone)) {
            for (RecordedPacket p = reader.next(); p != null; p = reader.next()) {
                packets.add(p);
            }
        }
        return packets;
    }
}
