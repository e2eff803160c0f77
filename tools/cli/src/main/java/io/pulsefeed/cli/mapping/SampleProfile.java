package io.pulsefeed.cli.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What a sample contains: fields, keys, headers, and records that are not JSON objects. */
final class SampleProfile {

    private static final int MAX_HEADERS = 100;
    private static final String CONNECT_HEADERS = "__connect.";

    private final FieldProfile root = new FieldProfile(List.of());
    private final KeyProfile key = new KeyProfile();
    private final Map<String, FieldProfile> headers = new LinkedHashMap<>();
    private final FieldBudget budget = new FieldBudget();
    private int tombstones;
    private int unreadable;

    static SampleProfile of(TopicSample sample, RecordParser parser) {
        SampleProfile profile = new SampleProfile();
        int number = 0;
        for (ConsumerRecord<byte[], byte[]> record : sample.records()) {
            profile.add(record, parser, number++);
        }
        return profile;
    }

    private void add(ConsumerRecord<byte[], byte[]> record, RecordParser parser, int number) {
        FieldProfile.Position at = new FieldProfile.Position(number, record.timestamp(), budget);
        @Nullable JsonNode value = parser.parseObject(record.value());
        if (record.value() == null) {
            tombstones++;
            return;
        }
        if (value == null) {
            unreadable++;
            return;
        }
        root.add(value, at);
        key.add(record.key(), value, parser, at);
        for (Header header : record.headers()) {
            FieldProfile known = headers.get(header.key());
            if (known == null && headers.size() < MAX_HEADERS && !header.key().startsWith(CONNECT_HEADERS)) {
                known = new FieldProfile(List.of(header.key()));
                headers.put(header.key(), known);
            }
            String text = header.value() == null ? null : KeyProfile.utf8(header.value());
            if (known != null && text != null) {
                known.add(TextNode.valueOf(text), at);
            }
        }
    }

    /** The values of all records that are JSON objects. */
    FieldProfile root() {
        return root;
    }

    KeyProfile key() {
        return key;
    }

    /** Headers that are text, by name. A header without text has no values. */
    Map<String, FieldProfile> headers() {
        return headers;
    }

    FieldBudget budget() {
        return budget;
    }

    /** Number of records that are JSON objects. */
    int objects() {
        return root.count();
    }

    int tombstones() {
        return tombstones;
    }

    /** Number of records whose value is not a JSON object, or too large. */
    int unreadable() {
        return unreadable;
    }
}
