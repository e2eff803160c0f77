package io.pulsefeed.timescale.write;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * One line of the corpus {@code two-readers.txt}: a record, its mapping, and the rows that each form of the record produces.
 *
 * @param converted whether a converter can represent the record
 * @param rows or one entry {@code !reason} for a bad record
 */
record Shape(String line, boolean converted, Map<String, String> settings, String json, List<String> rows) {

    static List<Shape> all() {
        try (InputStream in = Shape.class.getResourceAsStream("/two-readers.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(" => ") && !line.startsWith("#"))
                    .map(Shape::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Shape parse(String line) {
        boolean converted = !line.startsWith("~");
        String[] parts = (converted ? line : line.substring(1).trim()).split(" => ", -1);
        String[] keys = parts[0].split(" & ");
        Map<String, String> settings = new HashMap<>();
        for (String key : keys) {
            int equals = key.indexOf('=');
            boolean isField = equals < 0 || key.startsWith("const:");
            settings.put(
                    isField ? "fields.readings" : key.substring(0, equals), isField ? key : key.substring(equals + 1));
        }
        List<String> rows = parts[2].equals("-") ? List.of() : Arrays.asList(parts[2].split(" // "));
        return new Shape(line, converted, settings, parts[1], rows);
    }

    static SinkRecord record(Object value, long offset) {
        return new SinkRecord(
                "readings", 0, null, "key", null, value, offset, 1_764_500_000_000L, TimestampType.CREATE_TIME);
    }

    @Override
    public String toString() {
        return line;
    }
}
