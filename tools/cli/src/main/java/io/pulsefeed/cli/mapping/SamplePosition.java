package io.pulsefeed.cli.mapping;

/** Which records of a topic are read. */
enum SamplePosition {
    BEGINNING,
    END,
    /** From ten places of each partition. */
    SPREAD
}
