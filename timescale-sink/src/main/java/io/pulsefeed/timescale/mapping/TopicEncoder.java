package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.field.FieldValues;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/** Encodes the records of one topic as table rows. Not thread-safe. */
public final class TopicEncoder {

    private final RecordReader reader;
    private final FieldValues values;
    private final List<TableEncoder> tables;
    private final DeleteMode deletes;

    TopicEncoder(RecordReader reader, FieldValues values, List<TableEncoder> tables, DeleteMode deletes) {
        this.deletes = deletes;
        this.reader = reader;
        this.values = values;
        this.tables = tables;
    }

    public List<TableEncoder> tables() {
        return tables;
    }

    /** Returns and resets the fields collected for new columns, with their SQL types. */
    public Map<String, String> takeNewFields() {
        return reader.unknown().hasCollected() ? reader.unknown().takeCollected() : Map.of();
    }

    /** Number of unmapped fields since the last call. */
    public long takeIgnoredFields() {
        return reader.takeIgnored();
    }

    /** Number of duplicate fields since the last call. */
    public long takeDuplicateFields() {
        return reader.takeDuplicates();
    }

    /**
     * Appends the rows of {@code record}.
     *
     * @throws io.pulsefeed.timescale.error.BadRecordException if the record is invalid; the caller removes the rows already
     *     appended
     */
    public void encode(SinkRecord record, BatchAppender batch) {
        values.clear();
        Operation operation = reader.read(record, values);
        encode(record, batch, operation);
    }

    /** Whether a record without a value deletes the row of its key. */
    public boolean deletesByKey() {
        return deletes == DeleteMode.KEY;
    }

    /**
     * Appends the deletion of the row that the key of a record identifies. Call it if {@link #deletesByKey}.
     *
     * @throws io.pulsefeed.timescale.error.BadRecordException if the key is not complete
     */
    public void encodeTombstone(SinkRecord record, BatchAppender batch) {
        values.clear();
        reader.readKey(record, values);
        encode(record, batch, Operation.DELETE);
    }

    private void encode(SinkRecord record, BatchAppender batch, Operation operation) {
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).encode(values, batch, operation, record.timestamp());
        }
    }
}
