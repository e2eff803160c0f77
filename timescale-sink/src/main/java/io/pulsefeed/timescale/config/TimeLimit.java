package io.pulsefeed.timescale.config;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** A point in time, fixed or relative to now: {@code 2011-01-01T00:00:00Z}, {@code now+1d}, {@code now-90d}. */
final class TimeLimit {

    static final Validator VALIDATOR = new Validator() {
        @Override
        public void ensureValid(String key, Object value) {
            try {
                micros((String) value, Clock.systemUTC());
            } catch (DateTimeException | ArithmeticException e) {
                throw new ConfigException(key, value, "must be " + this);
            }
        }

        @Override
        public String toString() {
            return "an ISO 8601 time such as 2011-01-01T00:00:00Z, or now with a distance such as now+1d";
        }
    };

    private TimeLimit() {}

    /** Microseconds since 1970, asked for anew at each check. */
    static LongSupplier micros(String text, Clock clock) {
        if (!text.startsWith("now")) {
            long fixed = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text));
            return () -> fixed;
        }
        String distance = text.substring(3).trim();
        long micros = distance.isEmpty() ? 0 : signed(distance);
        return () -> Math.addExact(clock.millis() * 1000, micros);
    }

    private static long signed(String distance) {
        char sign = distance.charAt(0);
        String amount = distance.substring(1).toUpperCase(java.util.Locale.ROOT);
        Duration duration = Duration.parse(amount.endsWith("D") ? "P" + amount : "PT" + amount);
        if (sign != '+' && sign != '-') {
            throw new DateTimeException("no sign");
        }
        return Math.multiplyExact(duration.toMillis(), sign == '-' ? -1000L : 1000L);
    }
}
