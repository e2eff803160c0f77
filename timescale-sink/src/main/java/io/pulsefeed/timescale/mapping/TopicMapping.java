package io.pulsefeed.timescale.mapping;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of one topic to all its tables.
 *
 * @param unwrap top-level object whose fields are treated as top-level fields; null for none
 */
public record TopicMapping(String topic, List<TableMapping> tables, @Nullable String unwrap, DeleteMode deletes) {

    /** The table that stores unmapped fields: the first with one row per record; null if there is none. */
    public @Nullable TableMapping plainTable() {
        return tables.stream().filter(TableMapping::isPlain).findFirst().orElse(null);
    }

    /** Returns a copy that maps additional top-level fields to columns of the same names in {@link #plainTable}. */
    public TopicMapping withFields(Collection<String> names) {
        return withMappings(names.stream()
                .map(name -> new FieldMapping(new Source.Field(List.of(List.of(name))), name, null, null))
                .toList());
    }

    TopicMapping withMappings(List<FieldMapping> more) {
        @Nullable TableMapping target = plainTable();
        List<TableMapping> changed = tables.stream()
                .map(table -> table == target ? table.with(more) : table)
                .toList();
        return new TopicMapping(topic, changed, unwrap, deletes);
    }
}
