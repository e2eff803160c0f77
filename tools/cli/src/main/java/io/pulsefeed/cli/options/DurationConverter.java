package io.pulsefeed.cli.options;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses {@code 250ms}, {@code 90s}, {@code 5m} and {@code 2h}, up to ten years; the default unit is seconds. */
public final class DurationConverter implements ITypeConverter<Duration> {

    /** Nanoseconds of a longer time would not fit into 64 bits. */
    private static final Duration MAX = Duration.ofDays(3650);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");

    @Override
    public Duration convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a valid duration; use for example 60s, 5m or 2h");
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        Duration duration =
                switch (unit) {
                    case "ms" -> Duration.ofMillis(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofSeconds(number);
                };
        if (duration.compareTo(MAX) > 0) {
            throw new TypeConversionException("'" + text + "' is too long; use at most " + MAX.toHours() + "h");
        }
        return duration;
    }
}
