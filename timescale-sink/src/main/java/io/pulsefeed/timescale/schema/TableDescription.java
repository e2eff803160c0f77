package io.pulsefeed.timescale.schema;

import java.util.List;
import java.util.Map;

/**
 * An existing table or view.
 *
 * @param columns by name, in the order of the table
 * @param key columns of the unique index that defines duplicates; empty if there is none
 * @param copyable whether COPY accepts it: not a view, and no row-level security applies to the user
 * @param insertable false for a view that is neither updatable nor has an INSTEAD OF INSERT trigger
 */
public record TableDescription(
        String name, Map<String, Column> columns, List<String> key, boolean copyable, boolean insertable) {

    /** An ordinary table. */
    public TableDescription(String name, Map<String, Column> columns, List<String> key) {
        this(name, columns, key, true, true);
    }
}
