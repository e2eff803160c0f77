package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.field.FieldValues;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Encodes the records of one topic as table rows. Not thread-safe. */
public final class TopicEncoder {

    private final RecordReader reader;
    private final FieldValues values;
    private final List<TableEncoder> tables;
    private final DeleteMode deletes;
    private final @Nullable TableRoute route;
    /** Null if the mapping lists its fields. */
    private @Nullable TopicSchemas allFields;

    private @Nullable Schema knownSchema;

    /** @param route null to write every record to all tables */
    TopicEncoder(
            RecordReader reader,
            FieldValues values,
            List<TableEncoder> tables,
            DeleteMode deletes,
            @Nullable TableRoute route) {
        this.route = route;
        this.deletes = deletes;
        this.reader = reader;
        this.values = values;
        this.tables = tables;
    }

    public List<TableEncoder> tables() {
        return tables;
    }

    /** Whether the schema has fields that the mapping {@code *} of the topic does not know. */
    public boolean lacksFieldsOf(@Nullable Schema schema) {
        if (allFields == null || schema == knownSchema || schema == null) {
            return false;
        }
        if (!allFields.covers(schema)) {
            return true;
        }
        knownSchema = schema;
        return false;
    }

    /** @param schemas whose fields {@code *} maps */
    public TopicEncoder withAllFieldsOf(TopicSchemas schemas) {
        allFields = schemas;
        return this;
    }

    /** Returns and resets the fields collected for new columns, with their SQL types. */
    public Map<String, String> takeNewFields() {
        return reader.unknown().hasCollected() ? reader.unknown().takeCollected() : Map.of();
    }

    /** Number of unmapped fields since the last call. */
    public long takeIgnoredFields() {
        return reader.unknown().takeIgnored();
    }

    /** Number of duplicate fields since the last call. */
    public long takeDuplicateFields() {
        return reader.unknown().takeDuplicates();
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
        TableEncoder selected = route == null ? null : route.select(values, operation);
        if (selected != null) {
            selected.encode(values, batch, operation, record.timestamp());
            return;
        }
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).encode(values, batch, operation, record.timestamp());
        }
    }
}
