package io.pulsefeed.emotibit.wire;

import java.util.Locale;

/** What is odd about a packet, as written into its record. Sets of flags are bit masks, since each packet has one. */
public enum Flag {
    /** The header cannot be read: text only. */
    MALFORMED,
    /** Fewer values than announced, or cut by the device's buffer: the missing ones are null. */
    TRUNCATED,
    /** More elements than announced: the first ones were taken. */
    EXTRA,
    /** A value was absent, {@code nan}, {@code inf}, {@code ovf} or no number: null. */
    NULL_VALUE,
    /** A value at the end of its sensor's range. */
    CLIPPED,
    /** Skin conductance of an open circuit: no contact. */
    OPEN,
    /** Arrived after it had been counted lost. */
    LATE,
    /** Published time was stepped before this packet, since it had been wrong by more than half a second. */
    TIME_STEP,
    /** A tag that this version does not know. */
    UNKNOWN_TAG;

    public int bit() {
        return 1 << ordinal();
    }

    public boolean in(int mask) {
        return (mask & bit()) != 0;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
