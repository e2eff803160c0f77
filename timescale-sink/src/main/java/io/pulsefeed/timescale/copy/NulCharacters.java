package io.pulsefeed.timescale.copy;

/** What becomes of U+0000, which PostgreSQL's text cannot hold. */
public enum NulCharacters {
    STRIP,
    REPLACE,
    REJECT
}
