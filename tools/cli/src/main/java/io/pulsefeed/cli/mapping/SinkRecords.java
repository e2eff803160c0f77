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
    private final @Nullable JsonConverter json;
    private final @Nullable JsonConverter keyJson;
    private TimestampConverter.@Nullable Value<SinkRecord> transform;

    /** @param settings of the connector */
    SinkRecords(Map<String, String> settings) {
        this.keyConverter = settings.getOrDefault("key.converter", "");
        this.json = converter(settings, "value.converter");
        this.keyJson = converter(settings, "key.converter");
        if (settings.containsKey("transforms")) {
            Map<String, String> own = new HashMap<>();
            settings.forEach((key, value) -> {
                if (key.startsWith(TRANSFORM)) {
                    own.put(key.substring(TRANSFORM.length()), value);
                }
            });
            transform = new TimestampConverter.Value<>();
            transform.configure(own);
        }
    }

    /** Null for another converter. */
    private static @Nullable JsonConverter converter(Map<String, String> settings, String name) {
        if (!ConnectorSettings.JSON_CONVERTER.equals(settings.get(name))) {
            return null;
        }
        JsonConverter converter = new JsonConverter();
        String schemas = settings.getOrDefault(name + ".schemas.enable", "true");
        converter.configure(Map.of("schemas.enable", schemas), name.startsWith("key"));
        return converter;
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
        SchemaAndValue key = key(record);
        SinkRecord converted = new SinkRecord(
                record.topic(),
                record.partition(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                record.offset(),
                record.timestamp() < 0 ? null : record.timestamp(),
                record.timestampType(),
                headers);
        return transform == null ? converted : transform.apply(converted);
    }

    private SchemaAndValue key(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        if (keyJson != null) {
            return keyJson.toConnectData(record.topic(), key);
        }
        if (key == null || keyConverter.endsWith(".ByteArrayConverter")) {
            return new SchemaAndValue(Schema.OPTIONAL_BYTES_SCHEMA, key);
        }
        if (keyConverter.endsWith(".LongConverter")) {
            return new SchemaAndValue(Schema.OPTIONAL_INT64_SCHEMA, Long.valueOf(KeyProfile.textOf(key, Form.INT64)));
        }
        return keyConverter.endsWith(".IntegerConverter")
                ? new SchemaAndValue(Schema.OPTIONAL_INT32_SCHEMA, Integer.valueOf(KeyProfile.textOf(key, Form.INT32)))
                : new SchemaAndValue(Schema.OPTIONAL_STRING_SCHEMA, KeyProfile.textOf(key, Form.TEXT));
    }

    @Override
    public void close() {
        if (transform != null) {
            transform.close();
        }
        if (json != null) {
            json.close();
        }
        if (keyJson != null) {
            keyJson.close();
        }
    }
}
