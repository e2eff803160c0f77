package io.pulsefeed.benchmarks;

import io.pulsefeed.emotibit.importing.RecordedPacket;
import io.pulsefeed.emotibit.importing.RecordingReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Comparison of one recording with the files of the official parser. Rows are equal if device time (0.001 ms), wall-clock time (2 us),
 * packet number and the exact text of the value are equal.
 */
record OfficialComparison(long equalRows, long officialRows) {

    private static final List<String> SENSOR_TAGS = List.of(
            "PI", "PR", "PG", "EA", "EL", "ER", "T0", "T1", "TH", "H0", "AX", "AY", "AZ", "GX", "GY", "GZ", "MX", "MY",
            "MZ", "BV", "B%", "BI", "HR", "SA", "SR", "SF");
    private static final String SYNC_MAP = "_timeSyncMap.csv";
    private static final double DEVICE_MS = 0.001;
    private static final double EPOCH_SECONDS = 2e-6;
    private static final int COLUMNS = 8;

    static boolean isRecording(Path folder) {
        return Files.isDirectory(folder) && syncMap(folder) != null;
    }

    static OfficialComparison of(Path folder) throws IOException {
        Path map = syncMap(folder);
        String base = map.getFileName().toString().replace(SYNC_MAP, "");
        Path raw = folder.resolve(base + ".csv");
        Map<String, BufferedReader> official = new HashMap<>();
        long equal = 0;
        long rows = 0;
        try (RecordingReader reader = new RecordingReader(raw, zoneOfTheParser(map, raw))) {
            for (String tag : SENSOR_TAGS) {
                Path file = folder.resolve(base + "_" + tag + ".csv");
                if (Files.exists(file)) {
                    BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
                    in.readLine();
                    official.put(tag, in);
                }
            }
            for (RecordedPacket packet = reader.next(); packet != null; packet = reader.next()) {
                BufferedReader rest = official.get(packet.typeTag());
                for (int i = 0; rest != null && i < packet.dataLength(); i++) {
                    String row = rest.readLine();
                    rows += row == null ? 0 : 1;
                    equal += row != null && equal(packet, i, row) ? 1 : 0;
                }
            }
            for (BufferedReader rest : official.values()) {
                rows += rest.lines().count();
            }
        } finally {
            for (BufferedReader rest : official.values()) {
                rest.close();
            }
        }
        return new OfficialComparison(equal, rows);
    }

    private static boolean equal(RecordedPacket packet, int sample, String row) {
        String[] all = row.split(",", -1);
        // Recordings with marker streams have further columns before these.
        int first = all.length - COLUMNS;
        return first >= 0
                && packet.sampleEpochUs().length > sample
                && packet.values().size() > sample
                && Math.abs(packet.sampleDeviceMs()[sample] - Double.parseDouble(all[first + 1])) <= DEVICE_MS
                && Math.abs(packet.sampleEpochUs()[sample] / 1e6 - Double.parseDouble(all[first])) <= EPOCH_SECONDS
                && all[first + 2].equals(Integer.toString(packet.packetNumber()))
                && all[first + 7].equals(packet.values().get(sample));
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
