package io.pulsefeed.timescale.mapping;

import java.util.Collection;
import java.util.List;

/**
 * All tables that one topic feeds.
 *
 * @param unwrap field whose object's fields count as the record's own; null for none
 */
public record TopicMapping(String topic, List<TableMapping> tables, String unwrap) {

    /** The table that takes the topic's unknown fields: the first with a row per record; null when there is none. */
    public TableMapping plainTable() {
        return tables.stream().filter(TableMapping::isPlain).findFirst().orElse(null);
    }

    /** The same with top-level fields added to that table, each in the column of its name. */
    public TopicMapping withFields(Collection<String> names) {
        return withMappings(names.stream()
                .map(name -> new FieldMapping(new Source.Field(List.of(List.of(name))), name, null, null))
                .toList());
    }

    TopicMapping withMappings(List<FieldMapping> more) {
        TableMapping target = plainTable();
        List<TableMapping> changed = tables.stream()
                .map(table -> table == target ? table.with(more) : table)
                .toList();
        return new TopicMapping(topic, changed, unwrap);
    }
}
