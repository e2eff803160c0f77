package io.pulsefeed.timescale.config;

/** How a partition that starts below its stored offset is handled. */
public enum RegressedOffsets {
    FAIL,
    /** Continue from the offset of the partition. */
    ACCEPT
}
