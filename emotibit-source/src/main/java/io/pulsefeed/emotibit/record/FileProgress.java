package io.pulsefeed.emotibit.record;

/**
 * How much of a recorded file is published.
 *
 * @param lines number of published lines
 * @param tail length of the published text after these lines, which has no line end; 0 if the last published line has one
 */
public record FileProgress(long lines, long tail) {

    /** Nothing is published. */
    public static final FileProgress NONE = new FileProgress(0, 0);
}
