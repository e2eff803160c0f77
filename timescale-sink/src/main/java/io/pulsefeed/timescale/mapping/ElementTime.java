package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.CopyBuffer;
import io.pulsefeed.timescale.copy.TimeEncoder;
import io.pulsefeed.timescale.copy.TimeFormat;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.mapping.ColumnWriter.Cursor;
import io.pulsefeed.timescale.wire.FieldValues;

/** Times of elements that were sampled at a fixed rate: the record's time is the last one's. */
final class ElementTime {

    private final int column;
    private final ColumnWriter time;
    private final TimeEncoder encoder;
    private final int stepSlot;

    ElementTime(int column, ColumnWriter time, TimeEncoder encoder, int stepSlot) {
        this.column = column;
        this.time = time;
        this.encoder = encoder;
        this.stepSlot = stepSlot;
    }

    boolean isColumn(int index) {
        return index == column;
    }

    boolean write(FieldValues values, Cursor cursor, CopyBuffer out) {
        int slot = time.slot(values, cursor);
        if (slot < 0 || !values.isPresent(stepSlot)) {
            return time.write(values, cursor, out);
        }
        long stepsBack = cursor.elements - 1L - cursor.element;
        encoder.write(encoder.micros(values, slot) - backwards(values, stepsBack), out);
        return true;
    }

    /** In nanoseconds, so that a rate such as 1/15 s does not drift within a long packet. */
    private long backwards(FieldValues values, long steps) {
        if (values.kind(stepSlot) == FieldValues.TEXT) {
            throw new BadRecordException(Reason.WRONG_TYPE, "the step between elements is a text, not seconds");
        }
        long nanos = TimeFormat.S.scaled(values, stepSlot, 9);
        return Math.floorDiv(Math.multiplyExact(nanos, steps) + 500, 1000L);
    }
}
