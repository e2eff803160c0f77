package io.pulsefeed.emotibit.session;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Session ids say when the session began, so that they sort and need no register. */
final class SessionIds {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private SessionIds() {}

    static String at(Instant start) {
        return FORM.format(start);
    }
}
