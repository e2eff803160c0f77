package io.pulsefeed.timescale.field;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tree of the mapped fields, which a reader follows while it traverses a record. */
public final class PathNode {

    private final Map<String, PathNode> children = new HashMap<>();
    private int slot = -1;
    private @Nullable PathNode content;
    private boolean json;
    private @Nullable PathNode element;
    private int elementSlots = 1;
    private boolean unwrapped;
    /** Number of the object that the field was last read in. */
    private long object;

    /** The object whose unmapped fields are those of the record: this object, unless it is an envelope around another. */
    PathNode top() {
        return content == null ? this : content;
    }

    /** Creates an envelope: only the fields of its object {@code name} are those of the record. */
    public static PathNode envelopeOf(String name, PathNode content) {
        PathNode envelope = new PathNode();
        envelope.children.put(name, content);
        envelope.content = content;
        return envelope;
    }

    public @Nullable PathNode child(String name) {
        return children.get(name);
    }

    /** Slot of the value at this node; -1 if only nested fields are mapped. */
    public int slot() {
        return slot;
    }

    public boolean isLeaf() {
        return children.isEmpty();
    }

    /** Whether an object or array at this node is stored as serialized JSON. */
    public boolean wantsJson() {
        return json;
    }

    /** The fields of each array element at this node; null if the elements are not mapped. */
    public @Nullable PathNode element() {
        return element;
    }

    /** Number of slots per array element. */
    public int elementSlots() {
        return elementSlots;
    }

    public PathNode descend(List<String> path) {
        PathNode node = this;
        for (String name : path) {
            node = node.children.computeIfAbsent(name, missing -> new PathNode());
        }
        return node;
    }

    /**
     * Treats the fields of the object {@code name} as siblings of that object. Where both have a field, the one inside the object
     * is used, whatever their order, because maps have none.
     */
    public void unwrap(String name) {
        children.put(name, this);
        unwrapped = true;
    }

    /** Number of the object that the field was last read in. Objects are numbered in the order in which they begin. */
    long object() {
        return object;
    }

    void readIn(long objectNumber) {
        object = objectNumber;
    }

    /** Removes the values of this field and of those below it, which a duplicate of the field replaces. */
    void clear(FieldValues values, int base) {
        if (slot >= 0) {
            values.setKind(base + slot, FieldValues.ABSENT);
        }
        if (!unwrapped) {
            children.values().forEach(child -> child.clear(values, base));
        }
    }

    public void useSlot(int number) {
        this.slot = number;
    }

    public void captureJson() {
        this.json = true;
    }

    public PathNode captureElements() {
        if (element == null) {
            element = new PathNode();
            element.useSlot(0);
        }
        return element;
    }

    public void reserveElementSlots(int count) {
        this.elementSlots = count;
    }
}
