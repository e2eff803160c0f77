package io.pulsefeed.timescale.copy;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects a time column whose unit in the mapping is wrong: seconds read as milliseconds are valid times in January 1970. Compares
 * the time of a row with the Kafka timestamp of its record, and warns if another unit would fit. Not thread-safe.
 */
public final class TimePlausibility {

    private static final Logger LOG = LoggerFactory.getLogger(TimePlausibility.class);
    private static final LogThrottle WARNINGS = new LogThrottle(LOG, MonotonicClock.SYSTEM);
    /** Times within this factor of each other can have the same unit: half of the time since 1970 is 28 years. */
    private static final double TOLERANCE = 2;

    private final String topic;
    private final String column;
    private final TimeFormat format;
    private final ValueCounts counts;

    private TimePlausibility(String topic, String column, TimeFormat format, ValueCounts counts) {
        this.topic = topic;
        this.column = column;
        this.format = format;
        this.counts = counts;
    }

    /** @return null if the mapping sets no unit */
    public static @Nullable TimePlausibility of(String topic, String column, TimeFormat format, ValueCounts counts) {
        return format.hasUnit() ? new TimePlausibility(topic, column, format, counts) : null;
    }

    /**
     * @param rowEpochMicros time of a row in microseconds since 1970
     * @param recordEpochMs Kafka timestamp of its record in milliseconds since 1970; 0 or less if unknown
     */
    public void check(long rowEpochMicros, long recordEpochMs) {
        long rowEpochMs = rowEpochMicros / 1000;
        boolean isPlausible = rowEpochMs > recordEpochMs >> 1 && rowEpochMs >> 1 < recordEpochMs;
        if (!isPlausible && recordEpochMs > 0 && rowEpochMicros > 0) {
            warnIfUnitIsWrong(rowEpochMicros, recordEpochMs * 1000.0);
        }
    }

    private void warnIfUnitIsWrong(long rowEpochMicros, double expected) {
        TimeFormat better = fitting(rowEpochMicros, expected);
        if (better != null) {
            counts.timesImplausible.increment();
            WARNINGS.warn(
                    topic + "/" + column,
                    topic + ": time column " + column + " is read in unit " + format.configValue()
                            + ", but differs from the timestamps of its records by a factor of 1000 or more; unit "
                            + better.configValue() + " would fit. Correct the unit in fields." + topic);
        }
    }

    private @Nullable TimeFormat fitting(double rowEpochMicros, double expected) {
        double units = rowEpochMicros * format.perSecond() / 1e6;
        for (TimeFormat candidate : TimeFormat.values()) {
            boolean isOther = candidate.hasUnit() && candidate != format;
            if (isOther && isNear(units / candidate.perSecond() * 1e6, expected)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean isNear(double time, double expected) {
        return time < expected * TOLERANCE && time > expected / TOLERANCE;
    }
}
