package io.pulsefeed.timescale.mapping;

/** What is written to a column whose field is absent. A field with the value null is not absent. */
public enum AbsentFields {
    NULL,
    /** The default of the column. */
    DEFAULT,
    /** The stored value if the row exists, otherwise the default of the column. */
    KEEP
}
