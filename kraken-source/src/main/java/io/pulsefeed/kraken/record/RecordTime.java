package io.pulsefeed.kraken.record;

import io.pulsefeed.kraken.wire.Origin;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * The Kafka timestamps of records: the event time in milliseconds, unless it is far ahead of this worker's clock. Brokers refuse
 * records that are an hour ahead of theirs ({@code message.timestamp.after.max.ms}), and the refusal would fail the task. The value of
 * the record keeps the event time.
 */
public final class RecordTime {

    /** Leaves room for a difference between the clocks of worker and broker. */
    private static final long MAX_AHEAD_MS = TimeUnit.MINUTES.toMillis(10);

    /** REST prints times as doubles, whose resolution is 0.24 microseconds: half of it undoes a rounding below a millisecond. */
    private static final long REST_HALF_STEP_NS = 120;

    private RecordTime() {}

    static long millis(long timeEpochNs, Origin origin, Clock clock) {
        long eventMs = TimeUnit.NANOSECONDS.toMillis(timeEpochNs + (origin == Origin.REST ? REST_HALF_STEP_NS : 0));
        long nowMs = clock.millis();
        return eventMs - nowMs > MAX_AHEAD_MS ? nowMs : eventMs;
    }

    /** Whether a record has the worker's time, because its event time is too far ahead. */
    public static boolean isClamped(long timeEpochNs, long recordTimestampMs) {
        return TimeUnit.NANOSECONDS.toMillis(timeEpochNs) - recordTimestampMs > MAX_AHEAD_MS;
    }
}
