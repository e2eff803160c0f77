package io.pulsefeed.cli.export.parquet;

import io.pulsefeed.cli.export.parquet.ParquetColumn.Page;
import io.pulsefeed.cli.export.parquet.ParquetColumn.Type;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes a Parquet file with flat columns. Memory use depends on the size of a row group only.
 *
 * <pre>
 *   PAR1 | page of column 1, page of column 2, ... | next row group | ... | metadata | its length | PAR1
 * </pre>
 */
public final class ParquetFile implements AutoCloseable {

    private static final int ROWS_PER_GROUP = 100_000;
    private static final String ROOT = "schema";
    private static final String WRITER = "pulsefeed";

    private final OutputStream out;
    private final List<ParquetColumn> columns;
    private final Map<String, String> properties;
    private final List<RowGroup> groups = new ArrayList<>();
    private long position;
    private long rows;

    private record Chunk(ParquetColumn column, long offset, long uncompressedBytes, long bytes, int rows) {}

    private record RowGroup(List<Chunk> chunks, long uncompressedBytes, int rows) {}

    /** @param properties further text in the metadata of the file */
    public ParquetFile(Path file, List<ParquetColumn> columns, Map<String, String> properties) throws IOException {
        this.columns = List.copyOf(columns);
        this.properties = new TreeMap<>(properties);
        this.out = new BufferedOutputStream(Files.newOutputStream(file));
        write(ParquetFormat.MAGIC.getBytes(StandardCharsets.US_ASCII));
    }

    public long rows() {
        return rows;
    }

    /** Call it after a value, or null, was added to each column. */
    public void endRow() throws IOException {
        rows++;
        if (columns.get(0).rows() >= ROWS_PER_GROUP) {
            writeRowGroup();
        }
    }

    @Override
    public void close() throws IOException {
        try (out) {
            if (columns.get(0).rows() > 0) {
                writeRowGroup();
            }
            byte[] metadata = metadata();
            write(metadata);
            write(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(metadata.length)
                    .array());
            write(ParquetFormat.MAGIC.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void writeRowGroup() throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        int count = columns.get(0).rows();
        for (ParquetColumn column : columns) {
            if (column.rows() != count) {
                throw new IllegalStateException("Column " + column.name() + " has another number of rows");
            }
            long offset = position;
            Page page = column.takePage();
            write(page.header());
            write(page.body());
            chunks.add(new Chunk(
                    column, offset, page.header().length + page.uncompressedBytes(), position - offset, page.rows()));
        }
        groups.add(new RowGroup(
                chunks, chunks.stream().mapToLong(Chunk::uncompressedBytes).sum(), count));
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }

    private byte[] metadata() {
        return new CompactThrift()
                .i32(1, ParquetFormat.VERSION)
                .structList(2, elements(), (element, write) -> write.accept(element))
                .i64(3, rows)
                .structList(4, groups, ParquetFile::writeGroup)
                .structList(5, List.copyOf(properties.entrySet()), (entry, property) -> entry.text(1, property.getKey())
                        .text(2, property.getValue()))
                .text(6, WRITER)
                .toBytes();
    }

    /** The root and the columns. */
    private List<Consumer<CompactThrift>> elements() {
        List<Consumer<CompactThrift>> elements = new ArrayList<>();
        elements.add(root -> root.text(4, ROOT).i32(5, columns.size()));
        columns.forEach(column -> elements.add(element -> writeElement(element, column)));
        return elements;
    }

    private static void writeElement(CompactThrift element, ParquetColumn column) {
        element.i32(1, column.type().physical())
                .i32(3, column.isNullable() ? ParquetFormat.OPTIONAL : ParquetFormat.REQUIRED)
                .text(4, column.name());
        if (column.type() == Type.TEXT) {
            element.i32(6, ParquetFormat.CONVERTED_UTF8).struct(10, logical -> logical.struct(1, text -> {}));
        } else if (column.type() == Type.TIMESTAMP) {
            element.i32(6, ParquetFormat.CONVERTED_TIMESTAMP_MICROS)
                    .struct(
                            10,
                            logical -> logical.struct(
                                    8, time -> time.bool(1, true).struct(2, unit -> unit.struct(2, micros -> {}))));
        }
    }

    private static void writeGroup(CompactThrift thrift, RowGroup group) {
        thrift.structList(1, group.chunks(), (element, chunk) -> element.i64(2, chunk.offset())
                        .struct(3, metadata -> writeChunk(metadata, chunk)))
                .i64(2, group.uncompressedBytes())
                .i64(3, group.rows());
    }

    private static void writeChunk(CompactThrift thrift, Chunk chunk) {
        thrift.i32(1, chunk.column().type().physical())
                .i32List(2, ParquetFormat.PLAIN, ParquetFormat.RLE)
                .textList(3, chunk.column().name())
                .i32(4, ParquetFormat.GZIP)
                .i64(5, chunk.rows())
                .i64(6, chunk.uncompressedBytes())
                .i64(7, chunk.bytes())
                .i64(9, chunk.offset());
    }
}
