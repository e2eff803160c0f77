package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;

/** Encodes int2, int4, int8, float4, float8 and bool. */
final class NumberEncoders {

    /** The only int8 whose absolute value does not fit into int8. */
    private static final String MIN_INT8 = "-9223372036854775808";

    private NumberEncoders() {}

    /** @param bytes 2, 4 or 8 */
    static ColumnEncoder integer(int bytes, ValueRules rules) {
        long max = bytes == 8 ? Long.MAX_VALUE : (1L << (bytes * 8 - 1)) - 1;
        return (values, slot, out) -> {
            long value = integral(values, slot, rules);
            if (value > max || value < -max - 1) {
                throw new BadRecordException(Reason.OUT_OF_RANGE, value + " does not fit into int" + bytes);
            }
            if (bytes == 8) {
                out.putLongField(value);
            } else if (bytes == 4) {
                out.putInt(4);
                out.putInt((int) value);
            } else {
                out.putInt(2);
                out.putShort((int) value);
            }
        };
    }

    static ColumnEncoder float8(ValueRules rules) {
        return (values, slot, out) -> out.putLongField(Double.doubleToRawLongBits(floating(values, slot, rules)));
    }

    static ColumnEncoder float4(ValueRules rules) {
        return (values, slot, out) -> {
            double wide = floating(values, slot, rules);
            float value = (float) wide;
            if (Float.isInfinite(value) && !Double.isInfinite(wide)) {
                throw new BadRecordException(Reason.OUT_OF_RANGE, wide + " does not fit into float4");
            }
            out.putInt(4);
            out.putInt(Float.floatToRawIntBits(value));
        };
    }

    static ColumnEncoder bool(ValueRules rules) {
        return (values, slot, out) -> {
            boolean value = bool(values, slot, rules);
            out.putInt(1);
            out.putByte(value ? 1 : 0);
        };
    }

    static long integral(FieldValues values, int slot, ValueRules rules) {
        switch (values.kind(slot)) {
            case FieldValues.LONG:
                return values.bits(slot);
            case FieldValues.DOUBLE:
                double value = values.number(slot);
                if (value == Math.rint(value) && Math.abs(value) < 0x1p63) {
                    return (long) value;
                }
                if (value == Math.rint(value)) {
                    throw new BadRecordException(Reason.OUT_OF_RANGE, value + " does not fit into int8");
                }
                throw new BadRecordException(Reason.WRONG_TYPE, value + " is not an integer");
            case FieldValues.NUMBER:
                return integral(values, slot);
            case FieldValues.TEXT:
                if (rules.coerceStrings()) {
                    return integral(values, slot);
                }
                throw new BadRecordException(
                        Reason.WRONG_TYPE, "text instead of a number (coerce.strings=true accepts digits)");
            default:
                throw new BadRecordException(Reason.WRONG_TYPE, "not a number");
        }
    }

    private static long integral(FieldValues values, int slot) {
        char[] text = values.characters();
        int start = values.start(slot);
        int length = values.length(slot);
        try {
            if (!Decimals.isIntegral(text, start, length)) {
                throw new BadRecordException(Reason.WRONG_TYPE, quoted(values, slot) + " is not an integer");
            }
            return Decimals.scaled(text, start, length, 0);
        } catch (NumberFormatException e) {
            throw new BadRecordException(Reason.WRONG_TYPE, quoted(values, slot) + " is not a number");
        } catch (ArithmeticException e) {
            if (values.string(slot).equals(MIN_INT8)) {
                return Long.MIN_VALUE;
            }
            throw new BadRecordException(Reason.OUT_OF_RANGE, quoted(values, slot) + " does not fit into int8");
        }
    }

    private static double floating(FieldValues values, int slot, ValueRules rules) {
        switch (values.kind(slot)) {
            case FieldValues.NUMBER:
                return finite(
                        Decimals.toDouble(values.characters(), values.start(slot), values.length(slot)), values, slot);
            case FieldValues.DOUBLE:
                return values.number(slot);
            case FieldValues.LONG:
                return values.bits(slot);
            case FieldValues.TEXT:
                return fromText(values, slot, rules);
            default:
                throw new BadRecordException(Reason.WRONG_TYPE, "not a number");
        }
    }

    private static double finite(double value, FieldValues values, int slot) {
        if (Double.isInfinite(value)) {
            throw new BadRecordException(Reason.OUT_OF_RANGE, quoted(values, slot) + " does not fit into float8");
        }
        return value;
    }

    private static double fromText(FieldValues values, int slot, ValueRules rules) {
        String text = values.string(slot);
        double special = rules.acceptNonFinite() ? nonFinite(text) : 0;
        if (special != 0) {
            return special;
        }
        if (!rules.coerceStrings()) {
            throw new BadRecordException(
                    Reason.WRONG_TYPE,
                    "text " + quoted(values, slot) + " instead of a number (coerce.strings=true accepts digits)");
        }
        if (!Decimals.isNumber(values.characters(), values.start(slot), values.length(slot))) {
            throw new BadRecordException(Reason.WRONG_TYPE, quoted(values, slot) + " is not a number");
        }
        return finite(Decimals.toDouble(values.characters(), values.start(slot), values.length(slot)), values, slot);
    }

    /** NaN or an infinity by its name; 0 for other texts. */
    static double nonFinite(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> 0;
        };
    }

    private static boolean bool(FieldValues values, int slot, ValueRules rules) {
        byte kind = values.kind(slot);
        if (kind == FieldValues.TRUE || kind == FieldValues.FALSE) {
            return kind == FieldValues.TRUE;
        }
        if (rules.coerceStrings()) {
            String text = TextEncoder.textOf(values, slot);
            if (text.equals("1") || text.equalsIgnoreCase("true")) {
                return true;
            }
            if (text.equals("0") || text.equalsIgnoreCase("false")) {
                return false;
            }
        }
        throw new BadRecordException(Reason.WRONG_TYPE, "not a boolean (coerce.strings=true accepts 0, 1 and text)");
    }

    private static String quoted(FieldValues values, int slot) {
        return "'" + BadRecordException.truncate(values.string(slot)) + "'";
    }
}
