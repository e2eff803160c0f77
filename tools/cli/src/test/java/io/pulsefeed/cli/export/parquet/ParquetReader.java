package io.pulsefeed.cli.export.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Reads flat Parquet files with plain encoding, according to parquet.thrift; shares no code with the writer. */
public final class ParquetReader {

    private final ByteBuffer file;
    private final Map<Integer, Object> metadata;

    public ParquetReader(Path path) throws IOException {
        file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(text(0, 4)).isEqualTo("PAR1");
        assertThat(text(file.limit() - 4, 4)).isEqualTo("PAR1");
        int length = file.getInt(file.limit() - 8);
        file.position(file.limit() - 8 - length);
        metadata = struct();
        assertThat(file.position()).isEqualTo(file.limit() - 8);
    }

    private String text(int start, int length) {
        return new String(file.array(), start, length, StandardCharsets.UTF_8);
    }

    public Map<Integer, Object> metadata() {
        return metadata;
    }

    /** The schema elements by name, with the field ids of parquet.thrift. */
    public Map<String, Map<Integer, Object>> schema() {
        Map<String, Map<Integer, Object>> schema = new LinkedHashMap<>();
        for (Object element : (List<?>) metadata.get(2)) {
            schema.put((String) fields(element).get(4), fields(element));
        }
        return schema;
    }

    public int rowGroups() {
        return ((List<?>) metadata.get(4)).size();
    }

    /** The values of all columns. */
    public Map<String, List<Object>> columns() throws IOException {
        Map<String, List<Object>> columns = new LinkedHashMap<>();
        for (Object group : (List<?>) metadata.get(4)) {
            for (Object chunk : (List<?>) fields(group).get(1)) {
                Map<Integer, Object> column = fields(fields(chunk).get(3));
                String name = (String) ((List<?>) column.get(3)).get(0);
                List<Object> values = columns.computeIfAbsent(name, key -> new ArrayList<>());
                int before = values.size();
                read(column, schema().get(name), values);
                assertThat((long) values.size() - before)
                        .isEqualTo(fields(group).get(3))
                        .isEqualTo(column.get(5));
            }
        }
        columns.values().forEach(values -> assertThat((long) values.size()).isEqualTo(metadata.get(3)));
        return columns;
    }

    private void read(Map<Integer, Object> column, Map<Integer, Object> element, List<Object> out) throws IOException {
        int start = ((Long) column.get(9)).intValue();
        file.position(start);
        Map<Integer, Object> page = struct();
        int compressed = ((Long) page.get(3)).intValue();
        byte[] body;
        try (GZIPInputStream gzip =
                new GZIPInputStream(new ByteArrayInputStream(file.array(), file.position(), compressed))) {
            body = gzip.readAllBytes();
        }
        assertThat((long) body.length).isEqualTo(page.get(2));
        assertThat((long) file.position() - start + compressed).isEqualTo(column.get(7));
        assertThat((long) file.position() - start + body.length).isEqualTo(column.get(6));
        int rows = ((Long) fields(page.get(5)).get(1)).intValue();
        ByteBuffer values = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        boolean optional = element.get(3).equals(1L);
        int levels = optional ? values.getInt() : 0;
        List<Boolean> defined = optional ? levels(values.slice(values.position(), levels), rows) : List.of();
        values.position(values.position() + levels);
        for (int row = 0; row < rows; row++) {
            out.add(optional && !defined.get(row) ? null : value(values, element.get(1)));
        }
        assertThat(values.hasRemaining()).isFalse();
    }

    /** Runs of the hybrid encoding with one bit per value. */
    private static List<Boolean> levels(ByteBuffer in, int rows) {
        List<Boolean> levels = new ArrayList<>();
        while (in.hasRemaining()) {
            long header = varint(in);
            int count = (int) (header >> 1);
            if ((header & 1) == 0) {
                boolean value = in.get() == 1;
                for (int i = 0; i < count; i++) {
                    levels.add(value);
                }
            } else {
                for (int i = 0; i < count * 8; i++) {
                    levels.add((in.get(in.position() + i / 8) >> i % 8 & 1) == 1);
                }
                in.position(in.position() + count);
            }
        }
        assertThat(levels.size()).isBetween(rows, rows + 7);
        return levels;
    }

    private static Object value(ByteBuffer in, Object type) {
        switch (((Long) type).intValue()) {
            case 1:
                return in.getInt();
            case 2:
                return in.getLong();
            case 5:
                return in.getDouble();
            default:
                byte[] bytes = new byte[in.getInt()];
                in.get(bytes);
                return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @SuppressWarnings("unchecked")
    public static Map<Integer, Object> fields(Object struct) {
        return (Map<Integer, Object>) struct;
    }

    private Map<Integer, Object> struct() {
        Map<Integer, Object> fields = new TreeMap<>();
        int id = 0;
        for (int header = file.get() & 0xFF; header != 0; header = file.get() & 0xFF) {
            id = header >> 4 == 0 ? (int) zigzag() : id + (header >> 4);
            fields.put(id, element(header & 0xF));
        }
        return fields;
    }

    private Object element(int type) {
        switch (type) {
            case 1:
                return true;
            case 2:
                return false;
            case 5, 6:
                return zigzag();
            case 8:
                int length = (int) varint(file);
                file.position(file.position() + length);
                return text(file.position() - length, length);
            case 9:
                int header = file.get() & 0xFF;
                int size = header >> 4 == 15 ? (int) varint(file) : header >> 4;
                List<Object> list = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    list.add(element(header & 0xF));
                }
                return list;
            case 12:
                return struct();
            default:
                throw new AssertionError("type " + type);
        }
    }

    private long zigzag() {
        long value = varint(file);
        return value >>> 1 ^ -(value & 1);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (long) (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }
}
