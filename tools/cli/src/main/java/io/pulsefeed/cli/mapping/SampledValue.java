package io.pulsefeed.cli.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record with its parsed value.
 *
 * @param value a JSON object
 * @param key the parsed key; null if it is not an object
 */
record SampledValue(ConsumerRecord<byte[], byte[]> record, JsonNode value, @Nullable JsonNode key) {

    /** Null if the record is not a JSON object. */
    static @Nullable SampledValue of(ConsumerRecord<byte[], byte[]> record, RecordParser parser) {
        JsonNode value = parser.parseObject(record.value());
        return value == null ? null : new SampledValue(record, value, parser.parseObject(record.key()));
    }

    /** The scalar at a source as JSON; null if it is missing or null. */
    @Nullable
    JsonNode scalar(FieldSource source) {
        return switch (source.origin()) {
            case VALUE -> descend(value, source.path());
            case KEY -> source.path().isEmpty() || key == null ? null : descend(key, source.path());
            default -> null;
        };
    }

    /** The text of a scalar, a key or a header; null if it is missing or null. */
    @Nullable
    String text(FieldSource source) {
        if (source.origin() == Origin.HEADER) {
            Header header = record.headers().lastHeader(source.path().get(0));
            return header == null || header.value() == null ? null : KeyProfile.utf8(header.value());
        }
        if (source.origin() == Origin.KEY && source.path().isEmpty()) {
            return record.key() == null ? null : Base64.getEncoder().encodeToString(record.key());
        }
        JsonNode scalar = scalar(source);
        return scalar == null || !scalar.isValueNode() ? null : scalar.asText();
    }

    private static @Nullable JsonNode descend(JsonNode object, List<String> path) {
        JsonNode node = object;
        for (String name : path) {
            node = node.path(name);
        }
        return node.isMissingNode() || node.isNull() ? null : node;
    }

    /** The time of the record in milliseconds since 1970; null if it has none. */
    @Nullable
    Long epochMs(TimeChoice time) {
        if (time.isRecordTimestamp()) {
            return record.timestamp() < 0 ? null : record.timestamp();
        }
        String text = text(time.source());
        return text == null ? null : Times.epochMs(text);
    }
}
