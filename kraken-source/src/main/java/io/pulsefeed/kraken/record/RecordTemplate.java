package io.pulsefeed.kraken.record;

import io.pulsefeed.kraken.config.ValueFormat;
import io.pulsefeed.kraken.wire.Origin;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/** What all records of one stream have in common: topic, key, value format and source partition. */
final class RecordTemplate {

    private final String topic;
    private final String key;
    private final boolean json;
    private final Schema valueSchema;
    private final Map<String, Object> partition;
    private final Clock clock;

    /** @param structSchema schema of the values in the format {@link ValueFormat#STRUCT} */
    RecordTemplate(
            String topic,
            String key,
            ValueFormat format,
            Schema structSchema,
            Map<String, Object> partition,
            Clock clock) {
        this.topic = topic;
        this.key = key;
        this.json = format == ValueFormat.JSON;
        this.valueSchema = json ? Schema.BYTES_SCHEMA : structSchema;
        this.partition = partition;
        this.clock = clock;
    }

    String key() {
        return key;
    }

    /** Whether values are JSON text as bytes; otherwise they are structs. */
    boolean isJson() {
        return json;
    }

    SourceRecord record(Map<String, Object> offset, Object value, long timeEpochNs, Origin origin, Headers headers) {
        return new SourceRecord(
                partition,
                offset,
                topic,
                null,
                Schema.STRING_SCHEMA,
                key,
                valueSchema,
                value,
                RecordTime.millis(timeEpochNs, origin, clock),
                headers);
    }

    static Headers noHeaders() {
        return new ConnectHeaders();
    }
}
