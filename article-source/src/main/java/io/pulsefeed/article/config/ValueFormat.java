package io.pulsefeed.article.config;

/** Form of the record values. */
public enum ValueFormat {
    /** JSON text as bytes. */
    JSON,
    /** A schemaless map. */
    MAP
}
