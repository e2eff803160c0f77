package io.pulsefeed.timescale.config;

import io.pulsefeed.commons.config.Validators;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.apache.kafka.common.config.ConfigDef.Validator;

/**
 * A point in time, fixed or relative to now: {@code 2011-01-01T00:00:00Z}, {@code now+1d}, {@code now-90d}.
 *
 * @param micros microseconds since 1970, or from now
 */
public record TimeLimit(boolean relative, long micros) {

    private static final String VALID_VALUES =
            "an ISO 8601 time such as 2011-01-01T00:00:00Z, or a time relative to now such as now+1d";

    static final Validator VALIDATOR = Validators.ofText(VALID_VALUES, TimeLimit::parse);

    /** @throws IllegalArgumentException if {@code text} is neither a time nor an offset from now */
    public static TimeLimit parse(String text) {
        try {
            return text.startsWith("now")
                    ? new TimeLimit(true, offsetMicros(text.substring(3).strip()))
                    : new TimeLimit(false, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text)));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("must be " + VALID_VALUES, e);
        }
    }

    /** The limit in microseconds since 1970; a relative one follows {@code clock}. */
    public LongSupplier epochMicros(Clock clock) {
        return relative ? () -> Math.addExact(clock.millis() * 1000, micros) : () -> micros;
    }

    private static long offsetMicros(String offset) {
        if (offset.isEmpty()) {
            return 0;
        }
        char sign = offset.charAt(0);
        if (sign != '+' && sign != '-') {
            throw new DateTimeException("no sign");
        }
        String amount = offset.substring(1).toUpperCase(Locale.ROOT);
        Duration duration = Duration.parse(amount.endsWith("D") ? "P" + amount : "PT" + amount);
        return Math.multiplyExact(duration.toMillis(), sign == '-' ? -1000L : 1000L);
    }
}
