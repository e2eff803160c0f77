package io.pulsefeed.timescale.mapping;

import java.util.List;

/** The source of a column's value. */
public sealed interface Source {

    /** Whether the value is text without a type, so that the column determines how it is read. */
    default boolean isUntypedText() {
        return this instanceof Header
                || this instanceof RecordKey key && key.path().isEmpty()
                || this instanceof Constant
                || this instanceof SpreadLabel;
    }

    /** A field of the record's value: the first path that is present. */
    record Field(List<List<String>> paths) implements Source {}

    record Header(String name) implements Source {}

    /** The record's key: the whole key if {@code path} is empty, otherwise a field of it. */
    record RecordKey(List<String> path) implements Source {}

    /** What is known of the record besides its value, key and headers. */
    enum Coordinate implements Source {
        TOPIC,
        PARTITION,
        OFFSET,
        TIMESTAMP,
        /** When the source received the data, see {@link ReceivedTime}. A row keeps it when another record replaces it. */
        RECEIVED
    }

    /** The array element of the row if {@code path} is empty, otherwise a field of it. */
    record Element(List<String> path) implements Source {}

    /** Position of the element in its array, from 0. */
    record ElementIndex() implements Source {}

    /** The value of the spread field of the row. */
    record SpreadValue() implements Source {}

    /** A label of the spread field of the row: its name, or a label from the mapping. */
    record SpreadLabel(String label) implements Source {}

    /** All unmapped top-level fields, as one JSON object. */
    record Rest() implements Source {}

    /** All top-level fields of the schema, each in a separate column. Replaced by fields before records are read. */
    record AllFields() implements Source {}

    record Constant(String text) implements Source {}
}
