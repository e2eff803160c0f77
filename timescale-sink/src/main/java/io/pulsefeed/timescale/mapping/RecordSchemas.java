package io.pulsefeed.timescale.mapping;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The schemas of a record: null without a schema. */
public record RecordSchemas(@Nullable Schema key, @Nullable Schema value) {

    public static RecordSchemas of(SinkRecord record) {
        return new RecordSchemas(record.keySchema(), record.valueSchema());
    }
}
