package io.pulsefeed.cli.export.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes structs in the compact protocol of Apache Thrift, in which Parquet encodes its metadata. Fields must be written in the order of
 * their ids.
 */
final class CompactThrift {

    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;

    private static final int SHORT_LIST = 15;
    private static final int MAX_DELTA = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Integer> lastIds = new ArrayDeque<>(List.of(0));

    /** Ends the outermost struct. */
    byte[] toBytes() {
        out.write(0);
        return out.toByteArray();
    }

    CompactThrift i32(int id, int value) {
        field(id, I32);
        varint(zigzag(value));
        return this;
    }

    CompactThrift i64(int id, long value) {
        field(id, I64);
        varint(zigzag(value));
        return this;
    }

    CompactThrift bool(int id, boolean value) {
        field(id, value ? TRUE : FALSE);
        return this;
    }

    CompactThrift text(int id, String value) {
        field(id, BINARY);
        binary(value);
        return this;
    }

    CompactThrift struct(int id, Consumer<CompactThrift> fields) {
        field(id, STRUCT);
        fields(fields);
        return this;
    }

    CompactThrift i32List(int id, int... values) {
        list(id, I32, values.length);
        for (int value : values) {
            varint(zigzag(value));
        }
        return this;
    }

    CompactThrift textList(int id, String... values) {
        list(id, BINARY, values.length);
        for (String value : values) {
            binary(value);
        }
        return this;
    }

    <T> CompactThrift structList(int id, List<T> values, BiConsumer<CompactThrift, T> fields) {
        list(id, STRUCT, values.size());
        values.forEach(value -> fields(thrift -> fields.accept(thrift, value)));
        return this;
    }

    private void fields(Consumer<CompactThrift> fields) {
        lastIds.push(0);
        fields.accept(this);
        lastIds.pop();
        out.write(0);
    }

    private void field(int id, int type) {
        int delta = id - lastIds.pop();
        if (delta < 1 || delta > MAX_DELTA) {
            throw new IllegalArgumentException("Field " + id + " is not in order");
        }
        lastIds.push(id);
        out.write(delta << 4 | type);
    }

    private void list(int id, int type, int size) {
        field(id, LIST);
        if (size < SHORT_LIST) {
            out.write(size << 4 | type);
        } else {
            out.write(SHORT_LIST << 4 | type);
            varint(size);
        }
    }

    private void binary(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
