package io.pulsefeed.timescale.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields that the mappings ask for, as a tree that a reader follows while it walks through a record. */
public final class PathNode {

    private final Map<String, PathNode> children = new HashMap<>();
    private int slot = -1;
    private boolean json;
    private PathNode element;
    private int elementSlots = 1;

    public PathNode child(String name) {
        return children.get(name);
    }

    /** Slot of the value found here, or -1 when only deeper fields are asked for. */
    public int slot() {
        return slot;
    }

    public boolean isLeaf() {
        return children.isEmpty();
    }

    /** Whether an object or array found here is wanted as serialised JSON. */
    public boolean wantsJson() {
        return json;
    }

    /** What is wanted of each element of an array found here; null when the elements are not asked for. */
    public PathNode element() {
        return element;
    }

    /** Slots that each element takes. */
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

    /** Makes the fields of the object called {@code name} count as if they stood beside it. */
    public void unwrap(String name) {
        children.put(name, this);
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
