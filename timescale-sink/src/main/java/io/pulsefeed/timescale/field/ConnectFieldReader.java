package io.pulsefeed.timescale.field;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Reads the mapped fields of maps and structs, the values that converters produce. */
public final class ConnectFieldReader {

    private final FieldValues values;
    private final UnknownFields unknown;
    private @Nullable PathNode top;

    public ConnectFieldReader(FieldValues values, UnknownFields unknown) {
        this.values = values;
        this.unknown = unknown;
    }

    /** @param object a map or a struct */
    public void read(Object object, PathNode node) {
        top = node;
        readObject(object, node, 0);
    }

    private void readObject(Object object, PathNode node, int base) {
        if (object instanceof Struct struct) {
            for (Field field : struct.schema().fields()) {
                readField(node, field.name(), struct.getWithoutDefault(field.name()), base);
            }
        } else {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) object).entrySet()) {
                readField(node, String.valueOf(entry.getKey()), entry.getValue(), base);
            }
        }
    }

    private void readField(PathNode parent, String name, @Nullable Object value, int base) {
        PathNode node = parent.child(name);
        if (node != null) {
            readValue(node, value, base);
        } else if (parent == top) {
            unknown.add(name, typeOf(value), unknown.isStored() ? ConnectJson.serialize(value) : "");
        }
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
        return value instanceof Map || value instanceof Struct || value instanceof Collection ? "jsonb" : null;
    }

    private void readValue(PathNode node, @Nullable Object value, int base) {
        int slot = node.slot() < 0 ? -1 : base + node.slot();
        if (value instanceof Map || value instanceof Struct) {
            if (slot >= 0) {
                capture(value, node, slot);
            }
            if (!node.isLeaf()) {
                readObject(value, node, base);
            }
        } else if (value instanceof Collection<?> elements) {
            if (node.element() != null) {
                readElements(elements, node, slot);
            } else if (slot >= 0) {
                capture(value, node, slot);
            }
        } else if (slot >= 0) {
            readScalar(value, slot);
        }
    }

    private void readElements(Collection<?> elements, PathNode node, int slot) {
        int first = values.addSlots(node.elementSlots() * elements.size());
        int elementSlot = first;
        for (Object element : elements) {
            if (element instanceof Collection) {
                values.setKind(elementSlot, FieldValues.NESTED);
            } else {
                readValue(node.element(), element, elementSlot);
            }
            elementSlot += node.elementSlots();
        }
        values.setElements(slot, first, elements.size());
    }

    private void capture(Object value, PathNode node, int slot) {
        if (node.wantsJson()) {
            values.setCharacters(slot, FieldValues.JSON, ConnectJson.serialize(value));
        } else {
            values.setKind(slot, FieldValues.NESTED);
        }
    }

    public void readScalar(@Nullable Object value, int slot) {
        if (value == null) {
            values.setKind(slot, FieldValues.NULL);
        } else if (value instanceof String text) {
            values.setCharacters(slot, FieldValues.TEXT, text);
        } else if (value instanceof Double || value instanceof Float) {
            readFloating((Number) value, slot);
        } else if (value instanceof BigDecimal || value instanceof BigInteger) {
            values.setCharacters(slot, FieldValues.NUMBER, value.toString());
        } else if (value instanceof Number number) {
            values.setLong(slot, number.longValue());
        } else if (value instanceof Boolean bool) {
            values.setKind(slot, bool ? FieldValues.TRUE : FieldValues.FALSE);
        } else if (value instanceof Date date) {
            values.setMillis(slot, date.getTime());
        } else if (value instanceof byte[] bytes) {
            values.setBytes(slot, bytes);
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            values.setBytes(slot, bytes);
        } else {
            values.setKind(slot, FieldValues.NESTED);
        }
    }

    /** Keeps the decimal digits of a float: 0.1f becomes 0.1, not 0.10000000149. */
    private void readFloating(Number value, int slot) {
        values.setDouble(slot, value instanceof Float ? Double.parseDouble(value.toString()) : value.doubleValue());
    }
}
