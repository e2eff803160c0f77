package io.pulsefeed.timescale.field;

import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** What an integer of a schema counts, by the name of its schema: a logical type of Connect or Debezium. */
public enum LogicalTime {
    /** Days since 1970-01-01. */
    DAYS,
    /** Milliseconds since 1970. */
    MILLIS,
    /** Microseconds since 1970. */
    MICROS,
    /** Nanoseconds since 1970. */
    NANOS,
    /** Milliseconds since midnight. */
    TIME_MILLIS,
    /** Microseconds since midnight. */
    TIME_MICROS,
    /** Nanoseconds since midnight. */
    TIME_NANOS,
    /** Microseconds of a duration. */
    DURATION_MICROS;

    /** @return null if the schema is not a logical type of times */
    static @Nullable LogicalTime of(@Nullable Schema schema) {
        String name = schema == null ? null : schema.name();
        return name == null
                ? null
                : switch (name) {
                    case Date.LOGICAL_NAME, "io.debezium.time.Date" -> DAYS;
                    case Timestamp.LOGICAL_NAME, "io.debezium.time.Timestamp" -> MILLIS;
                    case "io.debezium.time.MicroTimestamp" -> MICROS;
                    case "io.debezium.time.NanoTimestamp" -> NANOS;
                    case Time.LOGICAL_NAME, "io.debezium.time.Time" -> TIME_MILLIS;
                    case "io.debezium.time.MicroTime" -> TIME_MICROS;
                    case "io.debezium.time.NanoTime" -> TIME_NANOS;
                    case "io.debezium.time.MicroDuration" -> DURATION_MICROS;
                    default -> null;
                };
    }
}
