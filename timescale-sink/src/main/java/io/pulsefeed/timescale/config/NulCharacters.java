package io.pulsefeed.timescale.config;

/** How U+0000 is handled, which the text types of PostgreSQL cannot store. */
public enum NulCharacters {
    STRIP,
    /** Write U+FFFD instead. */
    REPLACE,
    REJECT
}
