package io.pulsefeed.emotibit.clock;

import java.util.Locale;

/** The basis of a published time. */
public enum TimeSource {
    /** Receive times of live packets, which are upper bounds of the clock offset. */
    RX,
    /** Time-sync exchanges, of which the last one is recent. */
    SYNC,
    /** Extrapolation from earlier exchanges. */
    HOLDOVER;

    /** The name in records: {@code rx}, {@code sync}, {@code holdover}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
