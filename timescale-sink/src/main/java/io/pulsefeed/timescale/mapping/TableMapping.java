package io.pulsefeed.timescale.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the records of one topic become rows of one table.
 *
 * @param each path of the array whose elements become rows; null for none
 * @param step path of the seconds between two elements, the last of which carries the record's time; null for none
 * @param spread fields that become rows; empty for none
 * @param when null for every record
 * @param key columns that make a row unique; empty to take the table's own unique index
 * @param keepFirst what a second row with the same key does: true leaves the first one, false replaces it
 * @param values stored text by text in the record, by column
 */
public record TableMapping(
        String topic,
        String table,
        List<FieldMapping> fields,
        List<String> each,
        List<String> step,
        List<SpreadField> spread,
        Condition when,
        List<String> key,
        boolean keepFirst,
        Map<String, Map<String, String>> values) {

    /** Whether a record gives at most one row: only such a table takes unknown fields. */
    public boolean isPlain() {
        return each == null && spread.isEmpty();
    }

    TableMapping with(List<FieldMapping> more) {
        List<FieldMapping> all = new ArrayList<>(fields);
        all.addAll(more);
        return new TableMapping(topic, table, List.copyOf(all), each, step, spread, when, key, keepFirst, values);
    }
}
