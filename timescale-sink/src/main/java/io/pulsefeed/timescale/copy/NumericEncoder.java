package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Encodes numeric from its decimal digits. The binary format is a list of base-10000 digits with the weight of the first one,
 * a sign, and the number of decimal digits after the point.
 */
final class NumericEncoder implements ColumnEncoder {

    private static final int GROUP = 4;
    private static final BigInteger GROUP_BASE = BigInteger.valueOf(10_000);
    private static final int NEGATIVE = 0x4000;
    private static final int NOT_A_NUMBER = 0xC000;
    private static final int POSITIVE_INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;
    /** numeric allows more, but conversion time grows with the square of the digits, and such numbers are errors. */
    private static final int MAX_SCALE = 1_000;

    private static final int MAX_DIGITS = 1_000;

    private final ValueRules rules;

    NumericEncoder(ValueRules rules) {
        this.rules = rules;
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        int special = special(values, slot);
        if (special != 0) {
            out.putInt(8);
            out.putInt(0);
            out.putShort(special);
            out.putShort(0);
            return;
        }
        BigDecimal value = decimal(values, slot);
        int scale = Math.max(0, value.scale());
        if (scale > MAX_SCALE || value.precision() - (long) value.scale() > MAX_DIGITS) {
            throw new BadRecordException(
                    Reason.OUT_OF_RANGE, "number has more than 1000 digits before or after the decimal point");
        }
        // The decimal point must fall between two groups of four digits.
        int padded = (scale + GROUP - 1) / GROUP * GROUP;
        BigInteger digits = value.abs().setScale(padded).unscaledValue();
        short[] groups = groups(digits);
        int last = groups.length;
        int weight = groups.length - padded / GROUP - 1;
        while (last > 0 && groups[last - 1] == 0) {
            last--;
        }
        int field = out.beginField();
        out.putShort(last);
        out.putShort(last == 0 ? 0 : weight);
        out.putShort(value.signum() < 0 ? NEGATIVE : 0);
        out.putShort(scale);
        for (int i = 0; i < last; i++) {
            out.putShort(groups[i]);
        }
        out.endField(field);
    }

    /** The sign field of a value that is not finite; 0 for a finite one. */
    private int special(FieldValues values, int slot) {
        byte kind = values.kind(slot);
        double value = 0;
        if (kind == FieldValues.DOUBLE) {
            value = values.number(slot);
        } else if (kind == FieldValues.TEXT && rules.acceptNonFinite()) {
            value = NumberEncoders.nonFinite(values.string(slot));
        }
        if (Double.isNaN(value)) {
            return NOT_A_NUMBER;
        }
        return Double.isInfinite(value) ? value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY : 0;
    }

    private static short[] groups(BigInteger digits) {
        int count = 0;
        short[] reversed = new short[digits.bitLength() / 13 + 2];
        for (BigInteger rest = digits; rest.signum() != 0; ) {
            BigInteger[] parts = rest.divideAndRemainder(GROUP_BASE);
            reversed[count++] = parts[1].shortValue();
            rest = parts[0];
        }
        short[] groups = new short[count];
        for (int i = 0; i < count; i++) {
            groups[i] = reversed[count - 1 - i];
        }
        return groups;
    }

    private BigDecimal decimal(FieldValues values, int slot) {
        byte kind = values.kind(slot);
        boolean number = kind == FieldValues.NUMBER || kind == FieldValues.LONG || kind == FieldValues.DOUBLE;
        if (!number && !(kind == FieldValues.TEXT && rules.coerceStrings())) {
            throw new BadRecordException(Reason.WRONG_TYPE, "not a number");
        }
        if (kind == FieldValues.TEXT
                && !Decimals.isNumber(values.characters(), values.start(slot), values.length(slot))) {
            throw new BadRecordException(Reason.WRONG_TYPE, "text that is not a number");
        }
        try {
            return new BigDecimal(TextEncoder.textOf(values, slot));
        } catch (NumberFormatException e) {
            throw new BadRecordException(Reason.OUT_OF_RANGE, "the exponent does not fit into numeric");
        }
    }
}
