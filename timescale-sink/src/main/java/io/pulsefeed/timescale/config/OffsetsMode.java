package io.pulsefeed.timescale.config;

/** Where the offset of each partition is stored. */
public enum OffsetsMode {
    /** In the table {@code connect_sink_offsets}, in the transaction that writes the rows. */
    DATABASE,
    /** In the consumer group, after the transaction. */
    KAFKA
}
