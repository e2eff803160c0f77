package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.wire.FieldValues;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.sink.SinkRecord;

/** Turns the records of one topic into rows. */
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

    /** Fields that are noted for new columns, with their types; empty when there are none. */
    public Map<String, String> takeNewFields() {
        return reader.unknown().hasNoted() ? reader.unknown().takeNoted() : Map.of();
    }

    /** Fields that no mapping asks for, since the last call. */
    public long takeIgnoredFields() {
        return reader.takeIgnored();
    }

    /** Fields that stood twice in one object, since the last call. */
    public long takeRepeatedFields() {
        return reader.takeDuplicates();
    }

    /**
     * @throws io.pulsefeed.timescale.error.BadRecordException when the record gives no good rows; the caller takes back what
     *     was appended for it
     */
    public void encode(SinkRecord record, Function<TableLayout, Rows> target) {
        values.clear();
        reader.read(record, values);
        for (int i = 0; i < tables.size(); i++) {
            TableEncoder table = tables.get(i);
            table.encode(values, target.apply(table.layout()));
        }
    }
}
