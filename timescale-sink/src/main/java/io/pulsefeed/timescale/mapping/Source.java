package io.pulsefeed.timescale.mapping;

import java.util.List;

/** Where a column's value comes from. */
public sealed interface Source {

    /** A field of the record's value; the first path that is there counts. */
    record Field(List<List<String>> paths) implements Source {}

    record Header(String name) implements Source {}

    /** The record's key: a plain one when {@code path} is empty, else a field of it. */
    record RecordKey(List<String> path) implements Source {}

    /** Coordinates that Kafka gives the record. */
    enum Coordinate implements Source {
        TOPIC,
        PARTITION,
        OFFSET,
        TIMESTAMP
    }

    /** The element that the row stands for, or a field of it. */
    record Element(List<String> path) implements Source {}

    /** Position of the element in its array, from 0. */
    record ElementIndex() implements Source {}

    /** The value of the spread field that the row stands for. */
    record SpreadValue() implements Source {}

    /** A label of that field: its name, or what the mapping says about it. */
    record SpreadLabel(String label) implements Source {}

    /** All top-level fields that no other mapping of the topic asks for, as one JSON object. */
    record Rest() implements Source {}

    record Constant(String text) implements Source {}
}
