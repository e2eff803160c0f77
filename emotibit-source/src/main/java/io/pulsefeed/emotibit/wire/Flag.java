package io.pulsefeed.emotibit.wire;

import java.util.Locale;

/** Anomalies of a packet, as published in its record. Sets of flags are bit masks, because every packet has one. */
public enum Flag {
    /** The header is invalid. The packet has text only. */
    MALFORMED,
    /** Fewer values than the header states, or truncated by the device's buffer. The missing values are null. */
    TRUNCATED,
    /** More elements than the header states. The surplus is ignored. */
    EXTRA,
    /** A value is empty, {@code nan}, {@code inf}, {@code ovf} or not a number, and published as null. */
    NULL_VALUE,
    /** A value is at the end of the sensor's range. */
    CLIPPED,
    /** The skin conductance is that of an open circuit: no skin contact. */
    OPEN,
    /** The packet arrived after it was reported as lost. */
    LATE,
    /** The published time was stepped before this packet to correct an error of more than 500 ms. */
    TIME_STEP,
    /** This version does not know the type tag. */
    UNKNOWN_TAG,
    /** The header has a timestamp or number that cannot follow the packets before it. The packet has no values. */
    IMPLAUSIBLE;

    public int bit() {
        return 1 << ordinal();
    }

    public boolean in(int mask) {
        return (mask & bit()) != 0;
    }

    /** The name in records, such as {@code null_value}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
