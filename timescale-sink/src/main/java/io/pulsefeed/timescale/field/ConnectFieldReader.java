package io.pulsefeed.timescale.field;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Reads the mapped fields of maps and structs, the values that converters produce, as {@link JsonFieldReader} reads JSON. */
public final class ConnectFieldReader {

    private final FieldValues values;
    private final UnknownFields unknown;
    private @Nullable PathNode top;
    private long topObject;
    /** Number of enclosing objects that are serialized, with all of their fields. */
    private int capturing;

    public ConnectFieldReader(FieldValues values, UnknownFields unknown) {
        this.values = values;
        this.unknown = unknown;
    }

    /** @param object a map or a struct */
    public void read(Object object, PathNode node) {
        top = node.top();
        topObject = values.nextObject();
        capturing = 0;
        readObject(object, null, node, 0, 1);
    }

    /** Reads a value that is not a field of the record, such as a header. */
    public void readValue(@Nullable Object value, @Nullable Schema schema, PathNode node) {
        top = null;
        readValue(node, value, schema, 0, 1);
    }

    private void readObject(Object object, @Nullable Schema schema, PathNode node, int base, int depth) {
        ConnectJson.requireDepth(depth);
        long number = values.nextObject();
        if (object instanceof Struct struct) {
            for (Field field : struct.schema().fields()) {
                readField(
                        node,
                        field.name(),
                        struct.getWithoutDefault(field.name()),
                        field.schema(),
                        base,
                        number,
                        depth);
            }
        } else {
            Schema valueSchema = schema == null ? null : schema.valueSchema();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) object).entrySet()) {
                readField(node, String.valueOf(entry.getKey()), entry.getValue(), valueSchema, base, number, depth);
            }
        }
    }

    private void readField(
            PathNode parent,
            String name,
            @Nullable Object value,
            @Nullable Schema schema,
            int base,
            long object,
            int depth) {
        PathNode node = parent.child(name);
        if (node == null) {
            readUnmapped(name, value, schema, parent == top, object, depth + 1);
        } else if (parent != top || isRead(node, object, base)) {
            readValue(node, value, schema, base, depth + 1);
        } else {
            ConnectJson.requireDepth(value, depth + 1);
        }
    }

    private void readUnmapped(
            String name, @Nullable Object value, @Nullable Schema schema, boolean isTop, long object, int depth) {
        if (isTop) {
            unknown.add(name, typeOf(value));
            if (unknown.isStored()) {
                unknown.store(name, object, ConnectJson.serialize(value, schema, depth));
                return;
            }
        } else if (capturing == 0) {
            unknown.countIgnored(1);
        }
        ConnectJson.requireDepth(value, depth);
    }

    /** @return false if the field was read in an unwrapped object, whose fields replace those of the record */
    private boolean isRead(PathNode field, long object, int base) {
        long earlier = field.object();
        if (earlier >= topObject) {
            unknown.countDuplicate();
            if (earlier > object) {
                return false;
            }
            field.clear(values, base);
        }
        field.readIn(object);
        return true;
    }

    /** Numbers map to float8, because an integer can be a fraction in the next record. */
    private static @Nullable String typeOf(@Nullable Object value) {
        if (value instanceof String) {
            return "text";
        }
        if (value instanceof BigDecimal) {
            return "numeric";
        }
        if (value instanceof Number) {
            return "float8";
        }
        if (value instanceof Boolean) {
            return "boolean";
        }
        if (value instanceof Date) {
            return "timestamptz";
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return "bytea";
        }
        return value instanceof Map || value instanceof Struct || value instanceof Collection ? "jsonb" : null;
    }

    private void readValue(PathNode node, @Nullable Object value, @Nullable Schema schema, int base, int depth) {
        int slot = node.slot() < 0 ? -1 : base + node.slot();
        // Tests of classes come first, because tests of interfaces that fail are slow.
        if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
            if (slot >= 0) {
                readScalar(value, schema, slot);
            }
        } else if (value instanceof Map || value instanceof Struct) {
            BigDecimal decimal = DebeziumTypes.decimal(value);
            if (slot >= 0 && decimal != null) {
                values.setCharacters(slot, FieldValues.NUMBER, decimal.toString());
            } else if (slot >= 0) {
                capture(value, schema, node, slot, depth);
            }
            if (!node.isLeaf()) {
                capturing += node.wantsJson() ? 1 : 0;
                readObject(value, schema, node, base, depth);
                capturing -= node.wantsJson() ? 1 : 0;
            } else if (slot < 0) {
                ConnectJson.requireDepth(value, depth);
            }
        } else if (value instanceof Collection<?> elements) {
            ConnectJson.requireDepth(depth);
            if (node.element() != null) {
                readElements(elements, schema, node, slot, depth);
            } else if (slot >= 0) {
                capture(value, schema, node, slot, depth);
            }
        } else if (slot >= 0) {
            readScalar(value, schema, slot);
        }
    }

    private void readElements(Collection<?> elements, @Nullable Schema schema, PathNode node, int slot, int depth) {
        Schema elementSchema = schema == null ? null : schema.valueSchema();
        int first = -1;
        int last = -1;
        for (Object element : elements) {
            last = values.addElement(node.elementSlots(), last);
            first = first < 0 ? last : first;
            readValue(node.element(), element, elementSchema, last, depth + 1);
        }
        CharSequence json = node.wantsJson() ? ConnectJson.serialize(elements, schema, depth) : "";
        values.setElements(slot, first, elements.size(), json);
    }

    private void capture(Object value, @Nullable Schema schema, PathNode node, int slot, int depth) {
        if (node.wantsJson()) {
            values.setJson(slot, ConnectJson.serialize(value, schema, depth));
        } else {
            values.setKind(slot, value instanceof Collection ? FieldValues.NESTED_ARRAY : FieldValues.NESTED);
            ConnectJson.requireDepth(value, depth);
        }
    }

    private void readScalar(@Nullable Object value, @Nullable Schema schema, int slot) {
        if (value == null) {
            values.setKind(slot, FieldValues.NULL);
        } else if (value instanceof String text) {
            readText(text, schema, slot);
        } else if (value instanceof Double || value instanceof Float) {
            readFloating((Number) value, slot);
        } else if (value instanceof BigDecimal || value instanceof BigInteger) {
            values.setCharacters(slot, FieldValues.NUMBER, value.toString());
        } else if (value instanceof Number number) {
            values.setLong(slot, number.longValue(), LogicalTime.of(schema));
        } else if (value instanceof Boolean bool) {
            values.setKind(slot, bool ? FieldValues.TRUE : FieldValues.FALSE);
        } else if (value instanceof Date date) {
            LogicalTime type = LogicalTime.of(schema);
            values.setMillis(slot, date.getTime(), type == null ? LogicalTime.MILLIS : type);
        } else if (value instanceof byte[] bytes) {
            values.setBytes(slot, bytes);
        } else if (value instanceof ByteBuffer buffer) {
            values.setBytes(slot, ConnectJson.bytes(buffer));
        } else {
            values.setKind(slot, FieldValues.NESTED);
        }
    }

    private void readText(String text, @Nullable Schema schema, int slot) {
        CharSequence json = DebeziumTypes.json(text, schema);
        if (json == null) {
            values.setCharacters(slot, FieldValues.TEXT, text);
        } else {
            values.setJson(slot, json);
        }
    }

    /** Keeps the decimal digits of a float: 0.1f becomes 0.1, not 0.10000000149. */
    private void readFloating(Number value, int slot) {
        values.setDouble(slot, value instanceof Float ? Double.parseDouble(value.toString()) : value.doubleValue());
    }
}
