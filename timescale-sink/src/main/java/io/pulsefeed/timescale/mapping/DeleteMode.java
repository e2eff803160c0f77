package io.pulsefeed.timescale.mapping;

/** Which records delete rows. */
public enum DeleteMode {
    NONE,
    /** A record without a value deletes the row of its key. */
    KEY,
    /** A change event with the objects {@code before} and {@code after}: without {@code after}, the row in {@code before} is deleted. */
    ENVELOPE
}
