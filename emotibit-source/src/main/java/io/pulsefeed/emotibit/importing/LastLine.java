package io.pulsefeed.emotibit.importing;

/** What to do with the last line of a file if it has no line end and is not a whole packet. */
public enum LastLine {
    /** Read it as a line: the file is complete, and its end is damaged. */
    READ,
    /** Skip it: the file may still be written. */
    SKIP_IF_INCOMPLETE
}
