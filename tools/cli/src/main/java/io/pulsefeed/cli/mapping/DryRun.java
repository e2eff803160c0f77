package io.pulsefeed.cli.mapping;

import io.pulsefeed.timescale.copy.CopyBuffer;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.mapping.BatchAppender;
import io.pulsefeed.timescale.mapping.RowAppender;
import io.pulsefeed.timescale.mapping.TableLayout;
import io.pulsefeed.timescale.mapping.TopicEncoder;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Encodes the sampled records with the code of the sink, and decodes the first rows to show them. Nothing is sent to a database. */
final class DryRun implements BatchAppender {

    static final int SHOWN_ROWS = 10;
    private static final int MAX_REASONS = 50;
    private static final int MAX_KEYS = 200_000;

    /**
     * Records that the sink would not write.
     *
     * @param reason tag of the metric {@code records-bad-total}
     * @param message of the first such record
     * @param example position of the first such record
     */
    record Rejection(String reason, String message, String example, int records) {

        Rejection more() {
            return new Rejection(reason, message, example, records + 1);
        }

        /** Whether the value of a column is the reason. */
        boolean isOf(ProposedTable table, ProposedColumn column) {
            return message.startsWith("column " + column.name() + " of table " + table.name());
        }
    }

    /**
     * What the sink would write to a table.
     *
     * @param shown the first rows, each with a text per column; null is NULL
     * @param replaced rows whose key an other row of the sample has
     */
    record TableRows(String table, List<String> columns, List<List<@Nullable String>> shown, int rows, int replaced) {}

    /**
     * @param withoutRows records that are valid but produce no row, such as those with an empty array
     * @param ignoredFields fields that are not written, over all records
     */
    record Result(
            List<TableRows> tables,
            List<Rejection> rejections,
            int written,
            int tombstones,
            int withoutRows,
            long ignoredFields) {

        int rejected() {
            return rejections.stream().mapToInt(Rejection::records).sum();
        }
    }

    /** The rows of one table. The rows of a record count when all of them are valid. */
    private static final class Rows implements RowAppender {

        private final TableLayout layout;
        private final CopyBuffer buffer = new CopyBuffer(4096);
        private final Set<ByteBuffer> keys = new HashSet<>();
        private final List<List<@Nullable String>> shown = new ArrayList<>();
        private final List<List<@Nullable String>> pending = new ArrayList<>();
        private final List<ByteBuffer> pendingKeys = new ArrayList<>();
        private int pendingRows;
        private int rows;
        private int replaced;

        private Rows(TableLayout layout) {
            this.layout = layout;
        }

        @Override
        public CopyBuffer beginRow() {
            buffer.truncate(0);
            return buffer;
        }

        @Override
        public void endRow(int keyEnd, long epochMicros) {
            pendingRows++;
            if (shown.size() + pending.size() < SHOWN_ROWS) {
                pending.add(RowDecoder.decode(buffer, layout.columns()));
            }
            if (keyEnd > 0) {
                pendingKeys.add(ByteBuffer.wrap(Arrays.copyOfRange(buffer.array(), 2, keyEnd)));
            }
        }

        private void clear() {
            pendingRows = 0;
            pending.clear();
            pendingKeys.clear();
        }

        private int accept() {
            int accepted = pendingRows;
            rows += accepted;
            shown.addAll(pending);
            for (ByteBuffer key : pendingKeys) {
                replaced += keys.contains(key) || keys.size() < MAX_KEYS && !keys.add(key) ? 1 : 0;
            }
            clear();
            return accepted;
        }
    }

    private final SinkModel model;
    private final TopicEncoder encoder;
    private final SinkRecords records;
    private final Map<String, Rows> tables = new LinkedHashMap<>();
    private final Map<String, Rejection> rejections = new LinkedHashMap<>();
    private int written;
    private int tombstones;
    private int withoutRows;
    private long ignoredFields;

    private DryRun(SinkModel model, SinkRecords records, Clock clock) {
        this.model = model;
        this.encoder = model.encoder(clock);
        this.records = records;
    }

    /** @param settings of the connector */
    static Result of(TopicSample sample, Map<String, String> settings, Clock clock) {
        SinkModel model = SinkModel.of(settings);
        try (SinkRecords records = new SinkRecords(settings)) {
            DryRun run = new DryRun(model, records, clock);
            sample.records().forEach(run::add);
            return run.result();
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            tombstones++;
            return;
        }
        tables.values().forEach(Rows::clear);
        try {
            SinkRecord converted = records.of(record);
            encoder.encode(converted, this);
            ignoredFields += encoder.takeIgnoredFields();
            int rows = tables.values().stream().mapToInt(Rows::accept).sum();
            written += rows > 0 ? 1 : 0;
            withoutRows += rows > 0 ? 0 : 1;
        } catch (BadRecordException e) {
            reject(record, e.reason().tag(), e.getMessage());
        } catch (DataException e) {
            reject(record, "converter", e.getMessage());
        }
    }

    private void reject(ConsumerRecord<byte[], byte[]> record, String reason, String message) {
        String position = "partition " + record.partition() + " offset " + record.offset();
        // Messages contain values, but those of one column begin with its name.
        int column = message.indexOf(": ");
        String group = reason + " " + (message.startsWith("column ") && column > 0 ? message.substring(0, column) : "");
        if (rejections.containsKey(group) || rejections.size() < MAX_REASONS) {
            rejections.merge(group, new Rejection(reason, message, position, 1), (known, next) -> known.more());
        } else {
            rejections.merge("other", new Rejection("other", message, position, 1), (known, next) -> known.more());
        }
    }

    @Override
    public RowAppender appenderOf(TableLayout layout) {
        return tables.computeIfAbsent(layout.table(), table -> new Rows(layout));
    }

    private Result result() {
        List<TableRows> written = model.tables().stream()
                .map(table -> {
                    List<String> columns = table.columns().stream()
                            .map(column -> column.name())
                            .toList();
                    Rows rows = tables.get(table.name());
                    return rows == null
                            ? new TableRows(table.name(), columns, List.of(), 0, 0)
                            : new TableRows(table.name(), columns, reordered(rows, columns), rows.rows, rows.replaced);
                })
                .toList();
        return new Result(
                written, List.copyOf(rejections.values()), this.written, tombstones, withoutRows, ignoredFields);
    }

    /** The sink writes the columns of the key first. */
    private static List<List<@Nullable String>> reordered(Rows rows, List<String> columns) {
        Map<String, Integer> positions = new HashMap<>();
        List<String> encoded = rows.layout.columnNames();
        for (int i = 0; i < encoded.size(); i++) {
            positions.put(encoded.get(i), i);
        }
        List<List<@Nullable String>> ordered = new ArrayList<>();
        for (List<@Nullable String> row : rows.shown) {
            List<@Nullable String> cells = new ArrayList<>();
            columns.forEach(column -> cells.add(row.get(positions.get(column))));
            ordered.add(cells);
        }
        return ordered;
    }
}
