package io.pulsefeed.cli.mapping;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table that a topic is written to.
 *
 * @param each path of the array that produces one row per element; empty for one row per record
 * @param time the time column
 * @param columns the other columns
 * @param key columns of the unique index, with the time; empty if none is proposed
 */
record ProposedTable(
        String name, List<String> each, ProposedColumn time, List<ProposedColumn> columns, List<String> key) {

    /** All columns, first the time. */
    List<ProposedColumn> allColumns() {
        return Stream.concat(Stream.of(time), columns.stream()).toList();
    }

    /** The value of {@code fields.TOPIC}. */
    String fields() {
        return allColumns().stream().map(ProposedColumn::mapping).collect(Collectors.joining(", "));
    }

    ProposedTable withKey(List<String> columnNames) {
        return new ProposedTable(name, each, time, columns, columnNames);
    }
}
