package io.pulsefeed.cli.audit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a topic become rows of a table. Read from the configuration of the sink, independently of the sink's code.
 *
 * @param key columns that identify a row; empty if rows have no key
 * @param keepFirst whether the first or the last of two records with the same key is stored
 * @param when null to write every record
 * @param unwrap object whose fields belong to the record; empty for none
 * @param values text to store by the text in the record, for each column
 * @param spread labels by field that produces a row; empty for one row per record
 */
record TableMapping(
        String topic,
        String table,
        List<MappedField> fields,
        List<String> key,
        boolean keepFirst,
        @Nullable Condition when,
        String unwrap,
        Map<String, Map<String, String>> values,
        Map<String, Map<String, String>> spread) {

    /** @param text null if the field only has to be present */
    record Condition(List<String> path, boolean isHeader, @Nullable String text, boolean expected) {}
}
