package io.pulsefeed.emotibit.session;

import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The local time in packets of a host: without a zone, because the official tools read it as their local time. */
final class LocalTimeText {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd_HH-mm-ss-SSSSSS", Locale.ROOT);

    private LocalTimeText() {}

    static String of(Clock clock, ZoneId zone) {
        return FORMAT.format(clock.instant().atZone(zone));
    }
}
