package io.pulsefeed.timescale.mapping;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.ConnectFieldReader;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.field.FlatJsonReader;
import io.pulsefeed.timescale.field.JsonFieldReader;
import io.pulsefeed.timescale.field.LogicalTime;
import io.pulsefeed.timescale.field.PathNode;
import io.pulsefeed.timescale.field.UnknownFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads a record into slots. The value can be raw bytes, text, a map or a struct, depending on the converter. */
final class RecordReader {

    /**
     * A header and where its value is read into.
     *
     * @param isRaw whether bytes are stored as they are; otherwise they are text
     */
    record HeaderSlot(String name, PathNode node, boolean isRaw) {}

    /**
     * The roots of a change event.
     *
     * @param slot of the object that is read
     */
    record Envelope(PathNode after, PathNode before, int slot) {}

    /** The slot of a Kafka coordinate. */
    record CoordinateSlot(Source.Coordinate coordinate, int slot) {}

    /** Maximum number of bytes of a character in UTF-8, by UTF-16 unit. */
    private static final int MAX_UTF8_BYTES = 3;

    private final PathNode value;
    private final @Nullable Envelope envelope;
    private final @Nullable RecordKeyReader key;
    private final @Nullable PathNode rawKey;
    private final List<HeaderSlot> headers;
    private final List<CoordinateSlot> coordinates;
    private final @Nullable FlatJsonReader flat;
    private final JsonFieldReader json;
    private final ConnectFieldReader connect;
    private final UnknownFields unknown;
    private final int maxBytes;

    /**
     * @param envelope null if the fields of the value are those of the row
     * @param key null if no column is mapped to the record key
     * @param rawKey for bytes that are stored as they are; null if no column stores bytes of the key
     */
    RecordReader(
            PathNode value,
            @Nullable Envelope envelope,
            @Nullable PathNode key,
            @Nullable PathNode rawKey,
            List<HeaderSlot> headers,
            List<CoordinateSlot> coordinates,
            FieldValues values,
            UnknownFields unknown,
            int maxBytes) {
        this.value = value;
        this.envelope = envelope;
        this.key = key == null ? null : new RecordKeyReader(key, values, maxBytes);
        this.rawKey = rawKey;
        this.headers = headers;
        this.coordinates = coordinates;
        this.flat = envelope == null ? new FlatJsonReader(values, unknown, value) : null;
        this.json = new JsonFieldReader(values, unknown, maxBytes);
        this.connect = new ConnectFieldReader(values, unknown);
        this.unknown = unknown;
        this.maxBytes = maxBytes;
    }

    /** @return what the record does to its rows */
    Operation read(SinkRecord record, FieldValues values) {
        Operation operation = Operation.UPSERT;
        unknown.begin();
        if (envelope == null) {
            readValue(record.value(), value);
        } else {
            operation = readEnvelope(record.value(), envelope, values);
        }
        unknown.finish(values);
        readKey(record, values);
        return operation;
    }

    private Operation readEnvelope(Object recordValue, Envelope nodes, FieldValues values) {
        readValue(recordValue, nodes.after());
        if (values.isObject(nodes.slot())) {
            return Operation.UPSERT;
        }
        values.clear();
        unknown.begin();
        readValue(recordValue, nodes.before());
        if (!values.isObject(nodes.slot())) {
            throw new BadRecordException(
                    Reason.NOT_AN_OBJECT, "the change event has neither an object after nor an object before");
        }
        return Operation.DELETE;
    }

    /** Reads everything but the value: headers, Kafka coordinates and key. */
    void readKey(SinkRecord record, FieldValues values) {
        for (int i = 0; i < headers.size(); i++) {
            HeaderSlot slot = headers.get(i);
            Header header = record.headers().lastWithName(slot.name());
            if (header != null && slot.isRaw()) {
                connect.readValue(header.value(), header.schema(), slot.node());
            } else if (header != null && !readAscii(header, slot.node(), values)) {
                connect.readValue(textOf(header.value()), header.schema(), slot.node());
            }
        }
        for (int i = 0; i < coordinates.size(); i++) {
            readCoordinate(record, coordinates.get(i), values);
        }
        if (rawKey != null) {
            connect.readValue(record.key(), record.keySchema(), rawKey);
        }
        if (key != null) {
            key.read(record);
        }
    }

    /** Reads the usual header, bytes in ASCII, without an intermediate string. @return false if it is another one */
    private static boolean readAscii(Header header, PathNode node, FieldValues values) {
        return header.value() instanceof byte[] bytes
                && (header.schema() == null || header.schema().name() == null)
                && node.slot() >= 0
                && values.setTextIfAscii(node.slot(), bytes);
    }

    UnknownFields unknown() {
        return unknown;
    }

    private void readValue(Object recordValue, PathNode root) {
        if (recordValue instanceof byte[] bytes) {
            readJson(bytes, root);
        } else if (recordValue instanceof Map || recordValue instanceof Struct) {
            connect.read(recordValue, root);
        } else if (recordValue instanceof String text) {
            readJson(text, root);
        } else if (recordValue instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            readJson(bytes, root);
        } else {
            throw new BadRecordException(
                    Reason.NOT_AN_OBJECT,
                    "the value is of type " + recordValue.getClass().getSimpleName() + ", not an object");
        }
    }

    private void readJson(byte[] bytes, PathNode root) {
        requireSize(bytes.length);
        if (flat != null && flat.read(bytes)) {
            return;
        }
        try {
            if (!json.read(bytes, root)) {
                throw notAnObject(start(bytes));
            }
        } catch (IOException e) {
            throw notJson(e, start(bytes));
        }
    }

    /** Reads text as the bytes of its UTF-8 form, unless UTF-8 cannot encode it. */
    private void readJson(String text, PathNode root) {
        if (!hasUnpairedSurrogate(text)) {
            readJson(text.getBytes(StandardCharsets.UTF_8), root);
            return;
        }
        if (text.length() > maxBytes / MAX_UTF8_BYTES) {
            requireSize(text.getBytes(StandardCharsets.UTF_8).length);
        }
        try {
            if (!json.read(text, root)) {
                throw notAnObject(text);
            }
        } catch (IOException e) {
            throw notJson(e, text);
        }
    }

    private static boolean hasUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean isPair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private void requireSize(int bytes) {
        if (bytes > maxBytes) {
            throw new BadRecordException(
                    Reason.TOO_LARGE,
                    "the value has " + bytes + " bytes, more than record.max.bytes (" + maxBytes + ")");
        }
    }

    private static BadRecordException notAnObject(String text) {
        return new BadRecordException(
                Reason.NOT_AN_OBJECT,
                "the value is JSON but not a single object: '" + BadRecordException.truncate(text) + "'");
    }

    private static BadRecordException notJson(IOException e, String text) {
        return e instanceof StreamConstraintsException
                ? new BadRecordException(
                        Reason.TOO_DEEP,
                        "the value is nested more than 64 levels deep, or contains a number or name that is too long")
                : new BadRecordException(
                        Reason.NOT_JSON, "the value is not valid JSON: '" + BadRecordException.truncate(text) + "'");
    }

    private static String start(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.UTF_8);
    }

    /** Treats the bytes of a header or key as text, if they are UTF-8. */
    static @Nullable Object textOf(@Nullable Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] content = new byte[buffer.remaining()];
            buffer.duplicate().get(content);
            return textOf(content);
        }
        if (!(value instanceof byte[] bytes)) {
            return value;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean isText = text.indexOf('\uFFFD') < 0 || Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
        return isText ? text : value;
    }

    private static void readCoordinate(SinkRecord record, CoordinateSlot target, FieldValues values) {
        switch (target.coordinate()) {
            case TOPIC -> values.setCharacters(target.slot(), FieldValues.TEXT, record.originalTopic());
            case PARTITION -> values.setLong(target.slot(), record.originalKafkaPartition());
            case OFFSET -> values.setLong(target.slot(), record.originalKafkaOffset());
            case TIMESTAMP -> {
                if (record.timestamp() != null) {
                    values.setMillis(target.slot(), record.timestamp(), LogicalTime.MILLIS);
                }
            }
            case RECEIVED -> values.setMillis(
                    target.slot(), ReceivedTime.epochMicros(record, System.currentTimeMillis()), LogicalTime.MICROS);
            default -> throw new IllegalStateException();
        }
    }
}
