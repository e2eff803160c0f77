package io.pulsefeed.timescale.mapping;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of one topic to all its tables.
 *
 * @param isNamedByTopic whether the only table has the name of the topic, because no other name is configured
 * @param route the field or header whose value is the table of a record; null to write every record to all tables
 * @param unwrap top-level object whose fields are treated as top-level fields; null for none
 */
public record TopicMapping(
        String topic,
        List<TableMapping> tables,
        boolean isNamedByTopic,
        @Nullable Source route,
        @Nullable String unwrap,
        DeleteMode deletes) {

    /** The table that stores unmapped fields: the first with one row per record; null if there is none. */
    public @Nullable TableMapping plainTable() {
        return tables.stream().filter(TableMapping::isPlain).findFirst().orElse(null);
    }

    /** The tables that store unmapped fields: {@link #plainTable}; if records choose a table, all with one row per record. */
    public List<TableMapping> plainTables() {
        return tables.stream()
                .filter(TableMapping::isPlain)
                .limit(route == null ? 1 : tables.size())
                .toList();
    }

    /** Whether the fields to write are those of the schema. */
    public boolean mapsAllFields() {
        return tables.stream().anyMatch(TableMapping::mapsAllFields);
    }

    /** Returns a copy without the mappings of a table to some of its columns. */
    public TopicMapping without(String table, Collection<String> columns) {
        return withTables(tables.stream()
                .map(mapping -> mapping.table().equals(table)
                        ? mapping.withFields(mapping.fields().stream()
                                .filter(field -> !columns.contains(field.column()))
                                .toList())
                        : mapping)
                .toList());
    }

    /** Returns a copy that maps additional top-level fields to columns of the same names in {@link #plainTables}. */
    public TopicMapping withFields(Collection<String> names) {
        return withMappings(names.stream().map(FieldMapping::ofField).toList());
    }

    TopicMapping withMappings(List<FieldMapping> more) {
        List<TableMapping> targets = plainTables();
        return withTables(tables.stream()
                .map(table -> targets.contains(table) ? table.with(more) : table)
                .toList());
    }

    /** Returns a copy that writes to another table. Call it if {@link #isNamedByTopic}. */
    public TopicMapping withTable(String name) {
        return withTables(List.of(tables.get(0).named(name)));
    }

    TopicMapping withTables(List<TableMapping> changed) {
        return new TopicMapping(topic, List.copyOf(changed), isNamedByTopic, route, unwrap, deletes);
    }
}
