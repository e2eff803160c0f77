package io.pulsefeed.timescale.offset;

/**
 * A partition that this task owns.
 *
 * @param nextOffset offset of the first record that is not in the tables; -1 when nothing was written yet
 * @param epoch number of this ownership: a write under an older one finds no row
 */
public record Claim(long nextOffset, long epoch) {}
