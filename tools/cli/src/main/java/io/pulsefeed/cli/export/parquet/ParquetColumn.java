package io.pulsefeed.cli.export.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.zip.GZIPOutputStream;

/** One column of a {@link ParquetFile} and its values of the present row group. */
public final class ParquetColumn {

    /** The types of values. */
    public enum Type {
        INT32(1, Integer.BYTES),
        DOUBLE(5, Double.BYTES),
        /** Text in UTF-8. */
        TEXT(6, 0),
        /** Microseconds since 1970, UTC. */
        TIMESTAMP(2, Long.BYTES);

        private final int physical;
        private final int bytes;

        Type(int physical, int bytes) {
            this.physical = physical;
            this.bytes = bytes;
        }

        int physical() {
            return physical;
        }
    }

    private static final int INITIAL_BYTES = 1 << 16;

    private final String name;
    private final Type type;
    private final boolean nullable;
    private final BitSet defined = new BitSet();
    private ByteBuffer values = allocate(INITIAL_BYTES);
    private int rows;

    private ParquetColumn(String name, Type type, boolean nullable) {
        this.name = name;
        this.type = type;
        this.nullable = nullable;
    }

    public static ParquetColumn of(String name, Type type) {
        return new ParquetColumn(name, type, false);
    }

    public static ParquetColumn nullable(String name, Type type) {
        return new ParquetColumn(name, type, true);
    }

    String name() {
        return name;
    }

    Type type() {
        return type;
    }

    boolean isNullable() {
        return nullable;
    }

    int rows() {
        return rows;
    }

    public void add(int value) {
        next(Type.INT32).putInt(value);
    }

    public void add(double value) {
        next(Type.DOUBLE).putDouble(value);
    }

    /** @param micros microseconds since 1970 */
    public void addTime(long micros) {
        next(Type.TIMESTAMP).putLong(micros);
    }

    public void add(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        require(Type.TEXT);
        defined.set(rows++);
        room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
    }

    public void addNull() {
        if (!nullable) {
            throw new IllegalStateException("Column " + name + " is not nullable");
        }
        rows++;
    }

    private ByteBuffer next(Type expected) {
        require(expected);
        defined.set(rows++);
        return room(type.bytes);
    }

    private void require(Type expected) {
        if (type != expected) {
            throw new IllegalArgumentException("Column " + name + " has values of type " + type);
        }
    }

    private ByteBuffer room(int bytes) {
        if (values.remaining() < bytes) {
            values = allocate(Math.max(2 * values.capacity(), values.position() + bytes))
                    .put(values.flip());
        }
        return values;
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The encoded page of the row group. */
    record Page(byte[] header, byte[] body, int uncompressedBytes, int rows) {}

    /** Takes the values of the row group as one page. */
    Page takePage() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        byte[] levels = nullable ? definitionLevels() : new byte[0];
        int uncompressedBytes = levels.length + values.position();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(levels);
            gzip.write(values.array(), 0, values.position());
        }
        byte[] header = new CompactThrift()
                .i32(1, ParquetFormat.DATA_PAGE)
                .i32(2, uncompressedBytes)
                .i32(3, compressed.size())
                .struct(5, page -> page.i32(1, rows)
                        .i32(2, ParquetFormat.PLAIN)
                        .i32(3, ParquetFormat.RLE)
                        .i32(4, ParquetFormat.RLE))
                .toBytes();
        Page page = new Page(header, compressed.toByteArray(), uncompressedBytes, rows);
        values.clear();
        defined.clear();
        rows = 0;
        return page;
    }

    /** One bit per row, as a single bit-packed run with its length in front. */
    private byte[] definitionLevels() {
        int groups = (rows + Byte.SIZE - 1) / Byte.SIZE;
        ByteBuffer out = allocate(Integer.BYTES + 5 + groups).putInt(0);
        for (int header = groups << 1 | 1; header != 0; header >>>= 7) {
            out.put((byte) (header > 0x7F ? header & 0x7F | 0x80 : header));
        }
        byte[] bits = defined.toByteArray();
        out.put(bits, 0, Math.min(bits.length, groups));
        out.position(out.position() + groups - Math.min(bits.length, groups));
        out.putInt(0, out.position() - Integer.BYTES);
        byte[] levels = new byte[out.position()];
        out.flip().get(levels);
        return levels;
    }
}
