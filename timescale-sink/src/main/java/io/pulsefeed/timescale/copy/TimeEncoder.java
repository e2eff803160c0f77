package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.wire.FieldValues;
import java.util.concurrent.atomic.LongAdder;

/** timestamptz and timestamp: microseconds since 2000. */
public final class TimeEncoder implements ColumnEncoder {

    /** PostgreSQL counts from 2000-01-01. */
    public static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

    private final TimeFormat format;
    private final TimeRange range;
    private final LongAdder lateRows;
    private long lastMicros = Long.MIN_VALUE;

    /** @param range allowed times, or null for a column that is not the table's time */
    TimeEncoder(TimeFormat format, TimeRange range, LongAdder lateRows) {
        this.lateRows = lateRows;
        this.format = format;
        this.range = range;
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        write(micros(values, slot), out);
    }

    /** Microseconds since 1970. */
    public long micros(FieldValues values, int slot) {
        return format.micros(values, slot);
    }

    /** The time written last, in microseconds since 1970. */
    public long lastMicros() {
        return lastMicros;
    }

    public void write(long micros, CopyBuffer out) {
        if (range != null && !range.contains(micros)) {
            throw new BadRecordException(
                    Reason.BAD_TIME, micros + " microseconds since 1970 lies outside time.min and time.max");
        }
        if (range != null && micros < range.lateMicros().getAsLong()) {
            lateRows.increment();
        }
        lastMicros = micros;
        out.putLongField(micros - POSTGRES_EPOCH_MICROS);
    }
}
