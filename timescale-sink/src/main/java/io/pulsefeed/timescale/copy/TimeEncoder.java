package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import org.jspecify.annotations.Nullable;

/** Encodes timestamptz and timestamp as microseconds since 2000-01-01. */
public final class TimeEncoder implements ColumnEncoder {

    /** The PostgreSQL epoch, 2000-01-01, in microseconds since 1970. */
    public static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

    /** First time that PostgreSQL can store, in November 4714 BC. The last one does not fit into 64 bits here. */
    private static final long FIRST_MICROS = -211_813_488_000_000_000L + POSTGRES_EPOCH_MICROS;

    private final TimeFormat format;
    private final @Nullable TimeRange range;
    private final ValueRules rules;
    private long lastEpochMicros = Long.MIN_VALUE;

    /** @param range valid times; null for a column that is not the time column of the table */
    TimeEncoder(TimeFormat format, @Nullable TimeRange range, ValueRules rules) {
        this.format = format;
        this.range = range;
        this.rules = rules;
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        write(epochMicros(values, slot), out);
    }

    /** Microseconds since 1970. */
    public long epochMicros(FieldValues values, int slot) {
        return format.epochMicros(values, slot, rules.coerceStrings());
    }

    /** The last written time, in microseconds since 1970. */
    public long lastEpochMicros() {
        return lastEpochMicros;
    }

    public TimeFormat format() {
        return format;
    }

    public void write(long epochMicros, CopyBuffer out) {
        if (range == null) {
            if (epochMicros < FIRST_MICROS) {
                throw new BadRecordException(
                        Reason.BAD_TIME,
                        epochMicros + " microseconds since 1970 is not a time that PostgreSQL can store");
            }
        } else if (!range.contains(epochMicros)) {
            throw new BadRecordException(
                    Reason.BAD_TIME, epochMicros + " microseconds since 1970 is not between time.min and time.max");
        } else if (epochMicros < range.lateBeforeMicros().getAsLong()) {
            rules.counts().rowsLate.increment();
        }
        lastEpochMicros = epochMicros;
        out.putLongField(epochMicros - POSTGRES_EPOCH_MICROS);
    }
}
