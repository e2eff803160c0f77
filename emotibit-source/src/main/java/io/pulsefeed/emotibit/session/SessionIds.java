package io.pulsefeed.emotibit.session;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Session ids are the UTC start time of the session, so they sort by time. */
final class SessionIds {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private SessionIds() {}

    static String of(Instant start) {
        return FORMAT.format(start);
    }
}
