package io.pulsefeed.kraken.record;

/** What the value of a record is. */
public enum ValueFormat {
    /** JSON text as bytes, for the byte array converter: every digit as the venue wrote it. */
    JSON,
    /** A structure with a schema, for any other converter: numbers as 64-bit floats. */
    STRUCT
}
