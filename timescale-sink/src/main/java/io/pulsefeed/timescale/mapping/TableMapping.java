package io.pulsefeed.timescale.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Maps the records of one topic to the rows of one table.
 *
 * @param each path of an array that produces one row per element; null for none
 * @param step path of the seconds between two elements; the last element has the time of the record; null for none
 * @param spread fields that produce one row each; empty for none
 * @param when null to write every record
 * @param key columns of the unique index; empty to use the primary key or else the oldest unique index, of those
 *     whose columns are all mapped
 * @param keepFirst whether the first or the last of two rows with the same key is stored
 * @param values text to store by the text in the record, for each column
 * @param absent what is written to the columns of absent fields
 */
public record TableMapping(
        String topic,
        String table,
        List<FieldMapping> fields,
        @Nullable List<String> each,
        @Nullable List<String> step,
        List<SpreadField> spread,
        @Nullable Condition when,
        List<String> key,
        boolean keepFirst,
        Map<String, Map<String, String>> values,
        AbsentFields absent) {

    /** Whether a record produces at most one row. Only such a table stores unmapped fields. */
    public boolean isPlain() {
        return each == null && spread.isEmpty();
    }

    /** Whether the fields to write are those of the schema. */
    public boolean mapsAllFields() {
        return fields.stream().anyMatch(field -> field.source() instanceof Source.AllFields);
    }

    /** The names of the columns that are written. */
    public Set<String> columns() {
        return fields.stream().map(FieldMapping::column).collect(Collectors.toSet());
    }

    TableMapping with(List<FieldMapping> more) {
        List<FieldMapping> all = new ArrayList<>(fields);
        all.addAll(more);
        return withFields(all);
    }

    TableMapping withFields(List<FieldMapping> changed) {
        return new TableMapping(
                topic, table, List.copyOf(changed), each, step, spread, when, key, keepFirst, values, absent);
    }

    TableMapping named(String name) {
        return new TableMapping(topic, name, fields, each, step, spread, when, key, keepFirst, values, absent);
    }
}
