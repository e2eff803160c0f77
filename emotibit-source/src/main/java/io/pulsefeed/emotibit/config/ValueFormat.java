package io.pulsefeed.emotibit.config;

/** Format of record values. */
public enum ValueFormat {
    /** JSON text as bytes, for {@code ByteArrayConverter}: keeps every digit that the device sends. */
    JSON,
    /** A {@code Struct} with a schema, for any other converter: numbers are 64-bit floats. */
    STRUCT
}
