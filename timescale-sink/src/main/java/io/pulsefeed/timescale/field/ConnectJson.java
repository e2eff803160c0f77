package io.pulsefeed.timescale.field;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Serializes maps, lists and structs as JSON text. */
final class ConnectJson {

    private ConnectJson() {}

    /** @param depth of the value in the record, which has depth 1 */
    static CharSequence serialize(@Nullable Object value, @Nullable Schema schema, int depth) {
        JsonWriter out = new JsonWriter();
        write(value, schema, depth, out);
        return out.textFrom(0);
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** @throws BadRecordException if an object or array at this depth is nested too deep */
    static void requireDepth(int depth) {
        if (depth > JsonFieldReader.MAX_NESTING) {
            throw new BadRecordException(
                    Reason.TOO_DEEP, "the value is nested more than " + JsonFieldReader.MAX_NESTING + " levels deep");
        }
    }

    /** Checks the objects and arrays of a value that is not read, as a JSON parser does. */
    static void requireDepth(@Nullable Object value, int depth) {
        if (value instanceof Struct struct) {
            requireDepth(depth);
            for (Field field : struct.schema().fields()) {
                if (!field.schema().type().isPrimitive()) {
                    requireDepth(struct.getWithoutDefault(field.name()), depth + 1);
                }
            }
        } else if (value instanceof Map<?, ?> map) {
            requireDepth(depth);
            map.values().forEach(field -> requireDepth(field, depth + 1));
        } else if (value instanceof Collection<?> elements) {
            requireDepth(depth);
            elements.forEach(element -> requireDepth(element, depth + 1));
        }
    }

    private static void write(@Nullable Object value, @Nullable Schema schema, int depth, JsonWriter out) {
        if (value instanceof Struct struct) {
            writeStruct(struct, depth, out);
        } else if (value instanceof Map<?, ?> map) {
            requireDepth(depth);
            out.beginObject();
            Schema valueSchema = schema == null ? null : schema.valueSchema();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.name(String.valueOf(entry.getKey()));
                write(entry.getValue(), valueSchema, depth + 1, out);
            }
            out.endObject();
        } else if (value instanceof Collection<?> elements) {
            requireDepth(depth);
            out.beginArray();
            Schema elementSchema = schema == null ? null : schema.valueSchema();
            for (Object element : elements) {
                write(element, elementSchema, depth + 1, out);
            }
            out.endArray();
        } else {
            writeScalar(value, schema, out);
        }
    }

    private static void writeStruct(Struct struct, int depth, JsonWriter out) {
        BigDecimal decimal = DebeziumTypes.decimal(struct);
        if (decimal != null) {
            out.raw(decimal.toString());
            return;
        }
        requireDepth(depth);
        out.beginObject();
        for (Field field : struct.schema().fields()) {
            out.name(field.name());
            write(struct.getWithoutDefault(field.name()), field.schema(), depth + 1, out);
        }
        out.endObject();
    }

    private static void writeScalar(@Nullable Object value, @Nullable Schema schema, JsonWriter out) {
        if (value == null || value instanceof Boolean) {
            out.raw(String.valueOf(value));
        } else if (value instanceof Double || value instanceof Float) {
            if (Double.isFinite(((Number) value).doubleValue())) {
                out.raw(value.toString());
            } else {
                out.string(value.toString());
            }
        } else if (value instanceof Number) {
            out.raw(value.toString());
        } else if (value instanceof byte[] bytes) {
            out.string(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof ByteBuffer buffer) {
            out.string(Base64.getEncoder().encodeToString(bytes(buffer)));
        } else if (value instanceof Date date) {
            out.string(Instant.ofEpochMilli(date.getTime()).toString());
        } else {
            writeText(value.toString(), schema, out);
        }
    }

    private static void writeText(String text, @Nullable Schema schema, JsonWriter out) {
        CharSequence json = DebeziumTypes.json(text, schema);
        if (json == null) {
            out.string(text);
        } else {
            out.raw(json);
        }
    }
}
