package io.pulsefeed.cli.backfill;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;

/**
 * A period of the past.
 *
 * @param from inclusive
 * @param to exclusive
 */
record Period(Instant from, Instant to) {

    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    long fromNs() {
        return epochNs(from);
    }

    long toNs() {
        return epochNs(to);
    }

    long seconds() {
        return Math.max(1, Duration.between(from, to).toSeconds());
    }

    /** A text that identifies the period in the name of a connector. */
    String id() {
        return text(from) + "-" + text(to);
    }

    private static String text(Instant time) {
        return BASIC.format(time) + (time.getNano() == 0 ? "" : "." + time.getNano());
    }

    private static long epochNs(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }
}
