package io.pulsefeed.article.config;

/** Fields of the record values. */
public enum ValueFields {
    STANDARD,
    /** The standard fields, then the language and the metadata of the page. */
    EXTENDED
}
