package io.pulsefeed.emotibit.wire;

/**
 * Unwraps the 32-bit millisecond counter of one session to 64 bits. A back-dated value is unwrapped relative to the newest value and
 * does not replace it.
 */
public final class MillisUnwrapper {

    private long newest = -1;

    /** Milliseconds since the boot before the first value; negative for an event before that boot. */
    public long unwrap(long timestamp) {
        if (newest < 0) {
            newest = timestamp;
            return timestamp;
        }
        long value = newest + (int) (timestamp - newest);
        newest = Math.max(newest, value);
        return value;
    }

    /** The newest value; negative before the first one. */
    public long newest() {
        return newest;
    }

    /** How far {@code timestamp} is behind the newest value, in ms; negative if it is ahead. */
    public long behind(long timestamp) {
        return newest < 0 ? 0 : -(long) (int) (timestamp - newest);
    }
}
