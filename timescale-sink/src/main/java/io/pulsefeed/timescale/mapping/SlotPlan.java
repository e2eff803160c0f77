package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.Encoders;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.field.PathNode;
import io.pulsefeed.timescale.field.UnknownFields;
import io.pulsefeed.timescale.schema.Column;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;

/** Assigns a slot to every mapped field of a topic. */
final class SlotPlan {

    private final PathNode value = new PathNode();
    private @Nullable PathNode key;
    /** The key for bytea columns, which store its bytes as they are. */
    private @Nullable PathNode rawKey;

    private final Map<String, PathNode> headers = new LinkedHashMap<>();
    /** Headers for bytea columns. */
    private final Map<String, PathNode> rawHeaders = new LinkedHashMap<>();

    private final Map<Source.Coordinate, Integer> coordinates = new EnumMap<>(Source.Coordinate.class);
    private final Map<List<String>, Map<List<String>, Integer>> elementPaths = new LinkedHashMap<>();
    private RecordReader.@Nullable Envelope envelope;
    private int restSlot = -1;
    private int size;

    int size() {
        return size;
    }

    /** A slot that no field of the record is read into. */
    int computed() {
        return size++;
    }

    /** @param object that contains the fields; null for none */
    void unwrap(@Nullable String object, DeleteMode deletes) {
        if (deletes == DeleteMode.ENVELOPE) {
            PathNode after = PathNode.envelopeOf("after", value);
            PathNode before = PathNode.envelopeOf("before", value);
            if (object != null) {
                after.unwrap(object);
                before.unwrap(object);
            }
            envelope = new RecordReader.Envelope(after, before, slotOf(value));
        } else if (object != null) {
            value.unwrap(object);
        }
    }

    /** Slot of a field of the record's value. */
    int field(List<String> path) {
        return slotOf(value.descend(path));
    }

    private int slotOf(PathNode node) {
        if (node.slot() < 0) {
            node.useSlot(size++);
        }
        return node.slot();
    }

    /** Slot of an array whose elements have their own slots. */
    int elements(List<String> path) {
        PathNode node = value.descend(path);
        node.captureElements();
        return slotOf(node);
    }

    /** Plans the slots of an element of the mapped array: one for the element and one for each mapped field of it. */
    void elementSlots(TableMapping mapping) {
        Map<List<String>, Integer> paths =
                elementPaths.computeIfAbsent(mapping.each(), array -> new LinkedHashMap<>(Map.of(List.of(), 0)));
        for (FieldMapping field : mapping.fields()) {
            if (field.source() instanceof Source.Element element) {
                paths.computeIfAbsent(element.path(), missing -> paths.size());
            }
        }
    }

    /** Slot of a field of an element, relative to the element. */
    int element(List<String> array, List<String> path, Column column) {
        PathNode elementNode = value.descend(array).captureElements().descend(path);
        int slot = elementPaths.get(array).get(path);
        elementNode.useSlot(slot);
        shape(elementNode, column);
        return slot;
    }

    int[] of(Source source, Column column) {
        if (source instanceof Source.Field field) {
            return field.paths().stream()
                    .map(value::descend)
                    .peek(node -> shape(node, column))
                    .mapToInt(this::slotOf)
                    .toArray();
        }
        if (column.typeOid() == Oid.BYTEA && source instanceof Source.Header header) {
            return new int[] {slotOf(rawHeaders.computeIfAbsent(header.name(), first -> new PathNode()))};
        }
        if (column.typeOid() == Oid.BYTEA
                && source instanceof Source.RecordKey recordKey
                && recordKey.path().isEmpty()) {
            rawKey = rawKey == null ? new PathNode() : rawKey;
            return new int[] {slotOf(rawKey)};
        }
        if (source instanceof Source.RecordKey recordKey) {
            if (key == null) {
                key = new PathNode();
            }
            PathNode node = key.descend(recordKey.path());
            shape(node, column);
            return new int[] {slotOf(node)};
        }
        if (source instanceof Source.Header header) {
            PathNode node = header(header.name());
            shape(node, column);
            return new int[] {slotOf(node)};
        }
        if (source instanceof Source.Coordinate coordinate) {
            return new int[] {coordinates.computeIfAbsent(coordinate, first -> size++)};
        }
        if (source instanceof Source.Rest) {
            restSlot = restSlot < 0 ? size++ : restSlot;
            return new int[] {restSlot};
        }
        throw new IllegalArgumentException(source + " is not read from a record");
    }

    /** Slot of a header or of a field of the value that no column is mapped to. */
    int unmapped(Source source) {
        return source instanceof Source.Header header
                ? slotOf(header(header.name()))
                : field(((Source.Field) source).paths().get(0));
    }

    private PathNode header(String name) {
        return headers.computeIfAbsent(name, first -> new PathNode());
    }

    /** Prepares a field of the value for a column that it is written to. */
    void shape(List<String> path, Column column) {
        shape(value.descend(path), column);
    }

    private static void shape(PathNode node, Column column) {
        PathNode scalar = Encoders.isArray(column) ? node.captureElements() : node;
        if (Encoders.storesJson(column)) {
            scalar.captureJson();
        }
    }

    /** Reserves the slots of array elements. Call it after all tables are compiled. */
    void seal() {
        elementPaths.forEach((array, paths) -> value.descend(array).reserveElementSlots(paths.size()));
    }

    /** @param wanted which unmapped fields to collect for new columns; null for none */
    RecordReader reader(FieldValues values, @Nullable Predicate<String> wanted, int maxBytes) {
        UnknownFields unknown = new UnknownFields(restSlot, wanted);
        List<RecordReader.HeaderSlot> headerSlots = new ArrayList<>();
        headers.forEach((name, node) -> headerSlots.add(new RecordReader.HeaderSlot(name, node, false)));
        rawHeaders.forEach((name, node) -> headerSlots.add(new RecordReader.HeaderSlot(name, node, true)));
        List<RecordReader.CoordinateSlot> coordinateSlots = coordinates.entrySet().stream()
                .map(coordinate -> new RecordReader.CoordinateSlot(coordinate.getKey(), coordinate.getValue()))
                .toList();
        return new RecordReader(value, envelope, key, rawKey, headerSlots, coordinateSlots, values, unknown, maxBytes);
    }
}
