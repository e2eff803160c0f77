package io.pulsefeed.timescale.field;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The unmapped top-level fields of a record: stored together as JSON, or collected so that columns can be added for them. Counts
 * the fields of records that are not stored.
 */
public final class UnknownFields {

    private static final int MAX_COLLECTED = 200;
    private static final int MAX_REUSED_FIELDS = 1_000;

    /** @param object number of the object that contains the field; an unwrapped object has a higher one than the record */
    private record Field(long object, CharSequence json) {}

    private final int slot;
    private final @Nullable Predicate<String> wanted;
    private final Map<String, String> collected = new HashMap<>();
    private Map<String, Field> stored = new LinkedHashMap<>();
    private long ignored;
    private long duplicates;

    /**
     * @param slot of the JSON object that stores the fields; -1 to ignore them
     * @param wanted which names to collect for new columns; null for none
     */
    public UnknownFields(int slot, @Nullable Predicate<String> wanted) {
        this.slot = slot;
        this.wanted = wanted;
    }

    public boolean isStored() {
        return slot >= 0;
    }

    /** Whether neither the values nor the names of the fields are used. */
    boolean isOnlyCounted() {
        return slot < 0 && wanted == null;
    }

    /** Counts unmapped fields, at any level, that are not stored. */
    void countIgnored(int fields) {
        ignored += fields;
    }

    /** Counts a field that occurs twice, in one object or in the record and in an unwrapped object. */
    void countDuplicate() {
        duplicates++;
    }

    /** Number of unmapped fields since the last call. */
    public long takeIgnored() {
        long taken = ignored;
        ignored = 0;
        return taken;
    }

    /** Number of duplicate fields since the last call. */
    public long takeDuplicates() {
        long taken = duplicates;
        duplicates = 0;
        return taken;
    }

    public boolean hasCollected() {
        return !collected.isEmpty();
    }

    /** Returns and removes the collected fields, each with the SQL type of its column. */
    public Map<String, String> takeCollected() {
        Map<String, String> taken = Map.copyOf(collected);
        collected.clear();
        return taken;
    }

    /** @param type SQL type; null for a value that does not determine one */
    void add(String name, @Nullable String type) {
        ignored += isStored() ? 0 : 1;
        if (type != null && wanted != null && collected.size() < MAX_COLLECTED && wanted.test(name)) {
            collected.put(name, type);
        }
    }

    /** Stores a field, unless an unwrapped object has one of the same name. Of duplicates in one object, the last is stored. */
    void store(String name, long object, CharSequence json) {
        Field earlier = stored.get(name);
        if (earlier == null || earlier.object <= object) {
            stored.put(name, new Field(object, json));
        }
    }

    /** Ends the record and stores its fields. */
    public void finish(FieldValues values) {
        if (stored.isEmpty()) {
            return;
        }
        JsonWriter writer = new JsonWriter();
        writer.beginObject();
        stored.forEach((name, field) -> {
            writer.name(name);
            writer.raw(field.json);
        });
        writer.endObject();
        values.setJson(slot, writer.textFrom(0));
    }

    /** Starts a record and discards the fields of an earlier incomplete one. */
    public void begin() {
        // Clearing a map takes time in proportion to the largest record it ever held.
        if (stored.size() > MAX_REUSED_FIELDS) {
            stored = new LinkedHashMap<>();
        } else {
            stored.clear();
        }
    }
}
