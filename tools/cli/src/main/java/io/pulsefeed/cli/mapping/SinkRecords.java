package io.pulsefeed.cli.mapping;

import io.pulsefeed.cli.mapping.KeyProfile.Form;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.TimestampConverter;
import org.jspecify.annotations.Nullable;

/** Converts records as a worker does with the converters and the transform of a proposal. */
final class SinkRecords implements AutoCloseable {

    private static final String TRANSFORM = "transforms.time.";

    private final String keyConverter;
    private @Nullable JsonConverter json;
    private TimestampConverter.@Nullable Value<SinkRecord> transform;

    /** @param settings of the connector */
    SinkRecords(Map<String, String> settings) {
        this.keyConverter = settings.getOrDefault("key.converter", "");
        if (settings.containsKey("transforms")) {
            Map<String, String> own = new HashMap<>();
            settings.forEach((key, value) -> {
                if (key.startsWith(TRANSFORM)) {
                    own.put(key.substring(TRANSFORM.length()), value);
                }
            });
            json = new JsonConverter();
            json.configure(Map.of("schemas.enable", "false"), false);
            transform = new TimestampConverter.Value<>();
            transform.configure(own);
        }
    }

    /** @throws org.apache.kafka.connect.errors.DataException if a converter or the transform rejects the record */
    SinkRecord of(ConsumerRecord<byte[], byte[]> record) {
        SchemaAndValue value = json == null
                ? new SchemaAndValue(Schema.OPTIONAL_BYTES_SCHEMA, record.value())
                : json.toConnectData(record.topic(), record.value());
        ConnectHeaders headers = new ConnectHeaders();
        for (Header header : record.headers()) {
            headers.add(header.key(), header.value(), Schema.OPTIONAL_BYTES_SCHEMA);
        }
        @Nullable Object key = key(record.key());
        SinkRecord converted = new SinkRecord(
                record.topic(),
                record.partition(),
                key == null || key instanceof byte[] ? Schema.OPTIONAL_BYTES_SCHEMA : schemaOf(key),
                key,
                value.schema(),
                value.value(),
                record.offset(),
                record.timestamp() < 0 ? null : record.timestamp(),
                record.timestampType(),
                headers);
        return transform == null ? converted : transform.apply(converted);
    }

    private static Schema schemaOf(Object key) {
        return key instanceof Long
                ? Schema.OPTIONAL_INT64_SCHEMA
                : key instanceof Integer ? Schema.OPTIONAL_INT32_SCHEMA : Schema.OPTIONAL_STRING_SCHEMA;
    }

    private @Nullable Object key(byte @Nullable [] key) {
        if (key == null || keyConverter.endsWith(".ByteArrayConverter")) {
            return key;
        }
        if (keyConverter.endsWith(".LongConverter")) {
            return Long.valueOf(KeyProfile.textOf(key, Form.INT64));
        }
        return keyConverter.endsWith(".IntegerConverter")
                ? Integer.valueOf(KeyProfile.textOf(key, Form.INT32))
                : KeyProfile.textOf(key, Form.TEXT);
    }

    @Override
    public void close() {
        if (transform != null) {
            transform.close();
        }
        if (json != null) {
            json.close();
        }
    }
}
