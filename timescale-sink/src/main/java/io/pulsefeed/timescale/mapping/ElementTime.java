package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.CopyBuffer;
import io.pulsefeed.timescale.copy.Rounding;
import io.pulsefeed.timescale.copy.TimeEncoder;
import io.pulsefeed.timescale.copy.TimeFormat;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.mapping.ColumnWriter.Cursor;

/** Computes the time of each array element of a fixed sample rate. The time of the record is that of the last element. */
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
        long epochMicros = encoder.epochMicros(values, slot);
        try {
            encoder.write(Math.subtractExact(epochMicros, durationMicros(values, stepsBack)), out);
        } catch (ArithmeticException e) {
            throw new BadRecordException(Reason.BAD_TIME, "the step between elements is too long");
        }
        return true;
    }

    /** Computes in nanoseconds, so that the rounding of a step such as 1/15 s does not add up over a long array. */
    private long durationMicros(FieldValues values, long steps) {
        if (values.kind(stepSlot) == FieldValues.TEXT) {
            throw new BadRecordException(
                    Reason.WRONG_TYPE, "the step between elements is text instead of a number of seconds");
        }
        long stepNs = TimeFormat.S.scaled(values, stepSlot, 9);
        return Rounding.halfAwayFromZero(Math.multiplyExact(stepNs, steps), 1000);
    }
}
