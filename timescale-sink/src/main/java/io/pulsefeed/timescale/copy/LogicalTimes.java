package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.LogicalTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/** Converts the integers of logical types. */
final class LogicalTimes {

    static final long DAY_MICROS = 86_400_000_000L;

    private LogicalTimes() {}

    /** Microseconds since 1970. */
    static long epochMicros(long value, LogicalTime type) {
        return switch (type) {
            case DAYS -> Math.multiplyExact(value, DAY_MICROS);
            case MILLIS -> Math.multiplyExact(value, 1000L);
            case MICROS -> value;
            case NANOS -> Rounding.halfAwayFromZero(value, 1000);
            default -> throw new BadRecordException(Reason.BAD_TIME, "a time of day or duration instead of a time");
        };
    }

    /** Days since 1970. */
    static long epochDay(long value, LogicalTime type) {
        return type == LogicalTime.DAYS ? value : Math.floorDiv(epochMicros(value, type), DAY_MICROS);
    }

    /** Microseconds since midnight. */
    static long microOfDay(long value, LogicalTime type) {
        return switch (type) {
            case TIME_MILLIS -> Math.multiplyExact(value, 1000L);
            case TIME_MICROS -> value;
            case TIME_NANOS -> Rounding.halfAwayFromZero(value, 1000);
            default -> throw new BadRecordException(Reason.BAD_TIME, "not a time of day");
        };
    }

    /** The ISO 8601 form of a Connect Date, Time or Timestamp. */
    static String text(long millis, LogicalTime type) {
        return switch (type) {
            case DAYS -> LocalDate.ofEpochDay(Math.floorDiv(millis, DAY_MICROS / 1000))
                    .toString();
            case TIME_MILLIS -> LocalTime.ofNanoOfDay(Math.floorMod(millis, DAY_MICROS / 1000) * 1_000_000)
                    .toString();
            default -> Instant.ofEpochMilli(millis).toString();
        };
    }
}
