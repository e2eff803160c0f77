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

    TopicEncoder(RecordReader reader, FieldValues values, List<TableEncoder> tables) {
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
        reader.read(record, values);
        for (int i = 0; i < tables.size(); i++) {
            TableEncoder table = tables.get(i);
            table.encode(values, batch.appenderOf(table.layout()), record.timestamp());
        }
    }
}
