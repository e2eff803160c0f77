package io.pulsefeed.timescale.mapping;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of a record: null for a key or value without one.
 *
 * @param hasValue false for a tombstone, which has no schema although other records of the topic can have one
 */
public record RecordSchemas(@Nullable Schema key, @Nullable Schema value, boolean hasValue) {

    public static RecordSchemas of(SinkRecord record) {
        return new RecordSchemas(record.keySchema(), record.valueSchema(), record.value() != null);
    }

    /** Whether the fields of the value have schemas. */
    public boolean describesFields() {
        return value != null && value.type() == Schema.Type.STRUCT;
    }
}
