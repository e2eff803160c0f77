package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.field.LogicalTime;

/** Encodes oid, name, "char" and interval, whose casts from text would change some values without an error. */
final class NameEncoders {

    private static final long MAX_OID = (1L << 32) - 1;

    private NameEncoders() {}

    /** A cast from text would wrap negative numbers. */
    static ColumnEncoder oid(ValueRules rules) {
        return (values, slot, out) -> {
            long value = NumberEncoders.integral(values, slot, rules);
            if (value < 0 || value > MAX_OID) {
                throw new BadRecordException(Reason.OUT_OF_RANGE, value + " does not fit into oid");
            }
            out.putInt(4);
            out.putInt((int) value);
        };
    }

    /**
     * Text of a limited number of bytes, which a cast would truncate.
     *
     * @param maxBytes 63 for name, 1 for "char"
     */
    static ColumnEncoder text(int maxBytes, ValueRules rules) {
        ColumnEncoder text = new TextEncoder(-1, rules);
        return (values, slot, out) -> {
            int start = out.size();
            text.encode(values, slot, out);
            int bytes = out.intAt(start);
            if (bytes > maxBytes || bytes == 0 && maxBytes == 1) {
                throw new BadRecordException(
                        Reason.TOO_LONG, bytes + " bytes in a column that stores " + maxBytes + " bytes");
            }
        };
    }

    /** Interval as text. */
    static ColumnEncoder interval(ValueRules rules) {
        TextEncoder text = new TextEncoder(-1, rules);
        return (values, slot, out) -> {
            if (isDuration(values, slot)) {
                text.writeField(intervalText(values, slot), out);
            } else {
                text.encode(values, slot, out);
            }
        };
    }

    /** The server casts a number without a unit as seconds, so a duration in microseconds needs its unit. */
    static String intervalText(FieldValues values, int slot) {
        return isDuration(values, slot) ? values.bits(slot) + " microseconds" : TextEncoder.textOf(values, slot);
    }

    private static boolean isDuration(FieldValues values, int slot) {
        return values.kind(slot) == FieldValues.LONG && values.logical(slot) == LogicalTime.DURATION_MICROS;
    }
}
