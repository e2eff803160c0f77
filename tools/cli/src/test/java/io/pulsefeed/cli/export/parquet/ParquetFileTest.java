package io.pulsefeed.cli.export.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pulsefeed.cli.export.parquet.ParquetColumn.Type;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetFileTest {

    @TempDir
    private Path folder;

    /** 100,000 rows are one row group. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 100_000, 250_001})
    void readersGetEveryValueBack(int rows) throws IOException {
        ParquetColumn time = ParquetColumn.of("time", Type.TIMESTAMP);
        ParquetColumn count = ParquetColumn.of("count", Type.INT32);
        ParquetColumn value = ParquetColumn.nullable("value %", Type.DOUBLE);
        ParquetColumn text = ParquetColumn.nullable("text", Type.TEXT);
        List<List<Object>> expected =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Path path = folder.resolve("a.parquet");
        try (ParquetFile file = new ParquetFile(path, List.of(time, count, value, text), Map.of("session_id", "S1"))) {
            for (int i = 0; i < rows; i++) {
                long micros = 1_795_224_170_000_000L + i * 40_000L;
                time.addTime(micros);
                expected.get(0).add(micros);
                count.add(-i);
                expected.get(1).add(-i);
                if (i % 3 == 0) {
                    value.addNull();
                    expected.get(2).add(null);
                } else {
                    value.add(i / 7.0);
                    expected.get(2).add(i / 7.0);
                }
                String word = i % 5 == 0 ? null : "RS,RB,\u00e9" + i % 11;
                if (word == null) {
                    text.addNull();
                } else {
                    text.add(word);
                }
                expected.get(3).add(word);
                file.endRow();
            }
            assertThat(file.rows()).isEqualTo(rows);
        }

        ParquetReader reader = new ParquetReader(path);
        assertThat(reader.rowGroups()).isEqualTo((rows + 99_999) / 100_000);
        assertThat(reader.metadata()).containsEntry(3, (long) rows);
        if (rows > 0) {
            assertThat(List.copyOf(reader.columns().values())).isEqualTo(expected);
        }
    }

    /** The numbers are those of parquet.thrift: type, repetition, converted type, and logical type. */
    @Test
    void describesTypedColumns() throws IOException {
        Path path = folder.resolve("a.parquet");
        new ParquetFile(
                        path,
                        List.of(
                                ParquetColumn.of("time", Type.TIMESTAMP),
                                ParquetColumn.nullable("value", Type.DOUBLE),
                                ParquetColumn.of("tag", Type.TEXT)),
                        Map.of("device_id", "D1"))
                .close();

        ParquetReader reader = new ParquetReader(path);
        assertThat(reader.schema()).containsOnlyKeys("schema", "time", "value", "tag");
        assertThat(reader.schema().get("schema")).containsEntry(5, 3L);
        assertThat(reader.schema().get("time"))
                .containsEntry(1, 2L)
                .containsEntry(3, 0L)
                .containsEntry(6, 10L)
                .containsEntry(10, Map.of(8, Map.of(1, true, 2, Map.of(2, Map.of()))));
        assertThat(reader.schema().get("value")).isEqualTo(Map.of(1, 5L, 3, 1L, 4, "value"));
        assertThat(reader.schema().get("tag"))
                .containsEntry(1, 6L)
                .containsEntry(6, 0L)
                .containsEntry(10, Map.of(1, Map.of()));
        assertThat(reader.metadata()).containsEntry(5, List.of(Map.of(1, "device_id", 2, "D1")));
    }

    @Test
    void refusesWrongTypesAndIncompleteRows() throws IOException {
        ParquetColumn count = ParquetColumn.of("count", Type.INT32);
        ParquetColumn value = ParquetColumn.of("value", Type.DOUBLE);
        ParquetFile file = new ParquetFile(folder.resolve("a.parquet"), List.of(count, value), Map.of());
        assertThatIllegalArgumentException().isThrownBy(() -> count.add(1.5)).withMessageContaining("count");
        assertThatIllegalStateException().isThrownBy(value::addNull).withMessageContaining("not nullable");
        count.add(1);
        assertThatIllegalStateException().isThrownBy(file::close).withMessageContaining("value");
    }
}
