package io.pulsefeed.system.upgrade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A Kafka record as a line of JSON. Keys, values and header values are UTF-8, so equal text means equal bytes.
 *
 * @param headers name and value by turns, in their order
 */
record StoredRecord(String topic, String key, String value, List<String> headers, long timestamp) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static StoredRecord of(ConsumerRecord<byte[], byte[]> record) {
        List<String> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(header.key());
            headers.add(text(header.value()));
        }
        return new StoredRecord(record.topic(), text(record.key()), text(record.value()), headers, record.timestamp());
    }

    static StoredRecord parse(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            List<String> headers = new ArrayList<>();
            json.required("headers").forEach(header -> headers.add(header.textValue()));
            return new StoredRecord(
                    json.required("topic").textValue(),
                    json.required("key").textValue(),
                    json.required("value").textValue(),
                    headers,
                    json.required("timestamp").longValue());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    String toLine() {
        ObjectNode json =
                JSON.createObjectNode().put("topic", topic).put("key", key).put("value", value);
        ArrayNode array = json.putArray("headers");
        headers.forEach(array::add);
        return json.put("timestamp", timestamp).toString();
    }

    JsonNode json() {
        try {
            return JSON.readTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value, e);
        }
    }

    StoredRecord withValue(UnaryOperator<String> change) {
        return new StoredRecord(topic, key, change.apply(value), headers, timestamp);
    }

    StoredRecord withoutHeaders() {
        return new StoredRecord(topic, key, value, List.of(), timestamp);
    }

    StoredRecord inTopic(String name) {
        return new StoredRecord(name, key, value, headers, timestamp);
    }

    byte[] keyBytes() {
        return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    }

    byte[] valueBytes() {
        return value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    }

    /** Fails for bytes that are not UTF-8: their text would hide a difference. */
    private static String text(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Not UTF-8", e);
        }
    }
}
