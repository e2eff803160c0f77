package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.ColumnEncoder;
import io.pulsefeed.timescale.copy.CopyBuffer;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.schema.Column;
import org.jspecify.annotations.Nullable;

/** Writes one column of a row: a value of the record, or a constant of the mapping. */
final class ColumnWriter {

    /** Position within the rows of one record. */
    static final class Cursor {
        int elementBase;
        int element;
        int elements;
        int spread;
        int spreadSlot;
    }

    enum Place {
        RECORD,
        ELEMENT,
        SPREAD_VALUE
    }

    private final String table;
    private final Column column;
    private final Place place;
    private final int[] slots;
    private final @Nullable ColumnEncoder encoder;
    private final byte @Nullable [] @Nullable [] constants;

    /** @param slots of the alternatives, of which the first present one is used; relative to the element in {@link Place#ELEMENT} */
    ColumnWriter(String table, Column column, Place place, int[] slots, ColumnEncoder encoder) {
        this(table, column, place, slots, encoder, null);
    }

    /** @param constants encoded fields, one per spread field or a single one without spread; null entries are SQL NULL */
    ColumnWriter(String table, Column column, byte[] @Nullable [] constants) {
        this(table, column, Place.RECORD, new int[0], null, constants);
    }

    private ColumnWriter(
            String table,
            Column column,
            Place place,
            int[] slots,
            @Nullable ColumnEncoder encoder,
            byte @Nullable [] @Nullable [] constants) {
        this.table = table;
        this.column = column;
        this.place = place;
        this.slots = slots;
        this.encoder = encoder;
        this.constants = constants;
    }

    Column column() {
        return column;
    }

    /** @return whether the value is not null */
    boolean write(FieldValues values, Cursor cursor, CopyBuffer out) {
        if (constants != null) {
            byte @Nullable [] constant = constants[constants.length == 1 ? 0 : cursor.spread];
            return constant == null ? writeNull(out) : writeConstant(constant, out);
        }
        int slot = slot(values, cursor);
        if (slot < 0) {
            return writeNull(out);
        }
        try {
            encoder.encode(values, slot, out);
            return true;
        } catch (BadRecordException e) {
            throw new BadRecordException(
                    e.reason(), "column " + column.name() + " of table " + table + ": " + e.getMessage());
        }
    }

    /** Slot of the value for the current row; -1 if it is absent or null. */
    int slot(FieldValues values, Cursor cursor) {
        if (place == Place.SPREAD_VALUE) {
            return values.isPresent(cursor.spreadSlot) ? cursor.spreadSlot : -1;
        }
        int base = place == Place.ELEMENT ? cursor.elementBase : 0;
        for (int slot : slots) {
            if (values.isPresent(base + slot)) {
                return base + slot;
            }
        }
        return -1;
    }

    /** Whether the record has none of the fields, not even with the value null. */
    boolean isAbsent(FieldValues values, Cursor cursor) {
        if (constants != null || place == Place.SPREAD_VALUE) {
            return false;
        }
        int base = place == Place.ELEMENT ? cursor.elementBase : 0;
        for (int slot : slots) {
            if (values.kind(base + slot) != FieldValues.ABSENT) {
                return false;
            }
        }
        return true;
    }

    private static boolean writeConstant(byte[] constant, CopyBuffer out) {
        out.putBytes(constant, 0, constant.length);
        return true;
    }

    private boolean writeNull(CopyBuffer out) {
        if (column.notNull()) {
            throw new BadRecordException(
                    Reason.MISSING_VALUE,
                    "column " + column.name() + " of table " + table
                            + " is NOT NULL, but the record has no value for it");
        }
        out.putNull();
        return false;
    }
}
