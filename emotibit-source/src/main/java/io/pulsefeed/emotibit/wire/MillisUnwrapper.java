package io.pulsefeed.emotibit.wire;

/**
 * Continues the 32-bit millisecond counter of one session to 64 bits. Back-dated packets get their place in the past and do not
 * move the reference.
 */
public final class MillisUnwrapper {

    private long newest = -1;

    /** Milliseconds since the boot that the counter's first value implies; may be negative for an event before it. */
    public long unwrap(long timestamp) {
        if (newest < 0) {
            newest = timestamp;
            return timestamp;
        }
        long value = newest + (int) (timestamp - newest);
        newest = Math.max(newest, value);
        return value;
    }

    /** How far {@code timestamp} lies behind the newest one, in ms; negative when ahead. */
    public long behind(long timestamp) {
        return newest < 0 ? 0 : -(long) (int) (timestamp - newest);
    }
}
