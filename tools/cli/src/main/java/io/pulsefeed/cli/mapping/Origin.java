package io.pulsefeed.cli.mapping;

/** The part of a record that a column is read from. */
enum Origin {
    VALUE,
    KEY,
    HEADER,
    /** An element of an array that produces one row per element. */
    ELEMENT,
    /** Partition, offset or timestamp of the record, or the position of an element. */
    COORDINATE
}
