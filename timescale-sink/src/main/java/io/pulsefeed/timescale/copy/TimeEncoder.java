package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Encodes timestamptz and timestamp as microseconds since 2000-01-01. */
public final class TimeEncoder implements ColumnEncoder {

    /** The PostgreSQL epoch, 2000-01-01, in microseconds since 1970. */
    public static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

    private final TimeFormat format;
    private final @Nullable TimeRange range;
    private final LongAdder lateRows;
    private long lastEpochMicros = Long.MIN_VALUE;

    /** @param range valid times; null for a column that is not the time column of the table */
    TimeEncoder(TimeFormat format, @Nullable TimeRange range, LongAdder lateRows) {
        this.lateRows = lateRows;
        this.format = format;
        this.range = range;
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        write(epochMicros(values, slot), out);
    }

    /** Microseconds since 1970. */
    public long epochMicros(FieldValues values, int slot) {
        return format.epochMicros(values, slot);
    }

    /** The last written time, in microseconds since 1970. */
    public long lastEpochMicros() {
        return lastEpochMicros;
    }

    public void write(long epochMicros, CopyBuffer out) {
        if (range != null && !range.contains(epochMicros)) {
            throw new BadRecordException(
                    Reason.BAD_TIME, epochMicros + " microseconds since 1970 is not between time.min and time.max");
        }
        if (range != null && epochMicros < range.lateBeforeMicros().getAsLong()) {
            lateRows.increment();
        }
        lastEpochMicros = epochMicros;
        out.putLongField(epochMicros - POSTGRES_EPOCH_MICROS);
    }
}
