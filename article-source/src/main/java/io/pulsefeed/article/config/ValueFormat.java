package io.pulsefeed.article.config;

/** Form of the record values. */
public enum ValueFormat {
    /** JSON text as bytes. */
    JSON,
    /** A schemaless map. */
    MAP,
    /** A {@code Struct} with a schema, for any other converter: numbers are 64-bit floats. */
    STRUCT
}
