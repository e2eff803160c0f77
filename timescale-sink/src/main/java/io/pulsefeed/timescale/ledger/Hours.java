package io.pulsefeed.timescale.ledger;

import java.time.Duration;

/** Hours since 1970, UTC. */
public final class Hours {

    /** The hour of a row without a time. */
    public static final int NONE = Integer.MIN_VALUE;

    private static final long MS = Duration.ofHours(1).toMillis();
    private static final long MICROS = MS * 1000;
    /** PostgreSQL cannot store later times, and the time of a record can be any number. */
    private static final long MAX_EPOCH_MS = 253_402_300_799_999L;

    private Hours() {}

    /** @param epochMicros {@link Long#MIN_VALUE} for a row without a time */
    public static int ofMicros(long epochMicros) {
        return epochMicros == Long.MIN_VALUE ? NONE : (int) Math.floorDiv(epochMicros, MICROS);
    }

    public static int ofMillis(long epochMs) {
        return (int) Math.floorDiv(epochMs, MS);
    }

    /** Whether a time is one that a table can store. */
    static boolean isValid(long epochMs) {
        return epochMs >= 0 && epochMs <= MAX_EPOCH_MS;
    }

    static long toSeconds(int hour) {
        return hour * 3600L;
    }
}
