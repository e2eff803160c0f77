package io.pulsefeed.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats ages and durations for people: {@code 0.4 s}, {@code 12 s}, {@code 3 min}, {@code 5.2 h}, {@code 4 d}. */
public final class Ages {

    private static final double MINUTE = 60;
    private static final double HOUR = 60 * MINUTE;
    private static final double DAY = 24 * HOUR;

    private Ages() {}

    public static String of(double seconds) {
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, seconds));
        }
        if (seconds < 2 * MINUTE) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        if (seconds < 2 * HOUR) {
            return String.format(Locale.ROOT, "%.0f min", seconds / MINUTE);
        }
        return seconds < 2 * DAY
                ? String.format(Locale.ROOT, "%.1f h", seconds / HOUR)
                : String.format(Locale.ROOT, "%.0f d", seconds / DAY);
    }

    /** The age of {@code time}; {@code -} without a time. A time in the future has the age 0. */
    public static String between(@Nullable Instant time, Instant now) {
        return time == null ? "-" : of(Duration.between(time, now).toMillis() / 1000.0);
    }
}
