package io.pulsefeed.emotibit.clock;

import java.util.Locale;

/** What a published time rests on. */
public enum TimeSource {
    /** Receive times of live packets only: an upper bound of the clock offset. */
    RX,
    /** Time-sync exchanges, the last of them recent. */
    SYNC,
    /** The line of earlier exchanges, extrapolated. */
    HOLDOVER;

    /** The name used in records: {@code rx}, {@code sync}, {@code holdover}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
