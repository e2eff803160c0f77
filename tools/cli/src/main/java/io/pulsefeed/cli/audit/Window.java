package io.pulsefeed.cli.audit;

import java.time.Instant;

/** The event times that are audited: from {@code since} (inclusive) to {@code until} (exclusive). */
record Window(Instant since, Instant until) {

    private static final long HOUR = 3600;
    /** PostgreSQL has no time before. */
    private static final Instant FIRST = Instant.EPOCH;

    Window {
        since = since.isBefore(FIRST) ? FIRST : since;
    }

    /** Start of the first hour, in seconds since 1970. */
    long firstHour() {
        return Math.floorDiv(since.getEpochSecond(), HOUR) * HOUR;
    }

    /** End of the last hour, in seconds since 1970. */
    long endHour() {
        return -Math.floorDiv(-until.toEpochMilli(), HOUR * 1000) * HOUR;
    }

    boolean contains(long epochMicros) {
        return epochMicros >= micros(since) && epochMicros < micros(until);
    }

    static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
    }

    /** A time as text for SQL. */
    static String sql(Instant time) {
        return "to_timestamp(" + time.toEpochMilli() / 1000.0 + ")";
    }
}
