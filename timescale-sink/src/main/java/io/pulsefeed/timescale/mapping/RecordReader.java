package io.pulsefeed.timescale.mapping;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.ConnectFieldReader;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.field.JsonFieldReader;
import io.pulsefeed.timescale.field.PathNode;
import io.pulsefeed.timescale.field.UnknownFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads a record into slots. The value can be raw bytes, text, a map or a struct, depending on the converter. */
final class RecordReader {

    /** The slot of a header. */
    record HeaderSlot(String name, int slot) {}

    /** The slot of a Kafka coordinate. */
    record CoordinateSlot(Source.Coordinate coordinate, int slot) {}

    /** A number of up to this many digits always fits into 64 bits. */
    private static final int MAX_DIGITS = 18;

    private final PathNode value;
    private final @Nullable PathNode key;
    private final List<HeaderSlot> headers;
    private final List<CoordinateSlot> coordinates;
    private final JsonFieldReader json;
    private final ConnectFieldReader connect;
    private final UnknownFields unknown;
    private final int maxBytes;

    /** @param key null if no column is mapped to the record key */
    RecordReader(
            PathNode value,
            @Nullable PathNode key,
            List<HeaderSlot> headers,
            List<CoordinateSlot> coordinates,
            FieldValues values,
            UnknownFields unknown,
            int maxBytes) {
        this.value = value;
        this.key = key;
        this.headers = headers;
        this.coordinates = coordinates;
        this.json = new JsonFieldReader(values, unknown, maxBytes);
        this.connect = new ConnectFieldReader(values, unknown);
        this.unknown = unknown;
        this.maxBytes = maxBytes;
    }

    void read(SinkRecord record, FieldValues values) {
        unknown.begin();
        readValue(record.value());
        unknown.finish(values);
        for (int i = 0; i < headers.size(); i++) {
            Header header = record.headers().lastWithName(headers.get(i).name());
            if (header != null) {
                connect.readScalar(headerValue(header.value()), headers.get(i).slot());
            }
        }
        for (int i = 0; i < coordinates.size(); i++) {
            readCoordinate(record, coordinates.get(i), values);
        }
        if (key != null && key.slot() >= 0) {
            connect.readScalar(textOf(record.key()), key.slot());
        }
    }

    UnknownFields unknown() {
        return unknown;
    }

    long takeIgnored() {
        return json.takeIgnored() + (unknown.isStored() ? 0 : unknown.takeCount());
    }

    long takeDuplicates() {
        return json.takeDuplicates();
    }

    private void readValue(Object recordValue) {
        if (recordValue instanceof byte[] bytes) {
            readJson(bytes);
        } else if (recordValue instanceof Map || recordValue instanceof Struct) {
            connect.read(recordValue, value);
        } else if (recordValue instanceof String text) {
            readJson(text.getBytes(StandardCharsets.UTF_8));
        } else if (recordValue instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            readJson(bytes);
        } else {
            throw new BadRecordException(
                    Reason.NOT_AN_OBJECT,
                    "the value is of type " + recordValue.getClass().getSimpleName() + ", not an object");
        }
    }

    private void readJson(byte[] bytes) {
        if (bytes.length > maxBytes) {
            throw new BadRecordException(
                    Reason.TOO_LARGE,
                    "the value has " + bytes.length + " bytes, more than record.max.bytes (" + maxBytes + ")");
        }
        try {
            if (!json.read(bytes, value)) {
                throw new BadRecordException(
                        Reason.NOT_AN_OBJECT, "the value is JSON but not a single object: " + quoted(bytes));
            }
        } catch (StreamConstraintsException e) {
            throw new BadRecordException(
                    Reason.TOO_DEEP,
                    "the value is nested more than 64 levels deep, or contains a number or name that is too long");
        } catch (IOException e) {
            throw new BadRecordException(Reason.NOT_JSON, "the value is not valid JSON: " + quoted(bytes));
        }
    }

    private static String quoted(byte[] bytes) {
        return "'"
                + BadRecordException.truncate(new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.UTF_8))
                + "'";
    }

    /**
     * Parses an integer that ByteArrayConverter left as bytes. Kafka's SimpleHeaderConverter would parse it as well, but it is
     * slow, because it tries many formats for every header of every record.
     */
    private static @Nullable Object headerValue(@Nullable Object value) {
        return value instanceof byte[] bytes && isInteger(bytes)
                ? (Object) Long.parseLong(new String(bytes, StandardCharsets.ISO_8859_1))
                : textOf(value);
    }

    private static boolean isInteger(byte[] bytes) {
        int from = bytes.length > 0 && bytes[0] == '-' ? 1 : 0;
        int digits = bytes.length - from;
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return digits > 0 && digits <= MAX_DIGITS;
    }

    /** Treats the bytes of a header or key as text. */
    private static @Nullable Object textOf(@Nullable Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value;
    }

    private static void readCoordinate(SinkRecord record, CoordinateSlot target, FieldValues values) {
        switch (target.coordinate()) {
            case TOPIC -> values.setCharacters(target.slot(), FieldValues.TEXT, record.originalTopic());
            case PARTITION -> values.setLong(target.slot(), record.originalKafkaPartition());
            case OFFSET -> values.setLong(target.slot(), record.originalKafkaOffset());
            case TIMESTAMP -> {
                if (record.timestamp() != null) {
                    values.setMillis(target.slot(), record.timestamp());
                }
            }
            default -> throw new IllegalStateException();
        }
    }
}
