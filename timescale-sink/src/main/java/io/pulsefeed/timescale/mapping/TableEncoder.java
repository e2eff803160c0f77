package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.CopyBuffer;
import io.pulsefeed.timescale.copy.TimeEncoder;
import io.pulsefeed.timescale.copy.TimePlausibility;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.mapping.ColumnWriter.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes the fields of one record as rows of one table. Not thread-safe. */
public final class TableEncoder {

    private final TableLayout layout;
    private final @Nullable LayoutVariants variants;
    private final ColumnWriter[] columns;
    private final int conditionSlot;
    private final @Nullable Condition condition;
    private final int eachSlot;
    private final boolean needsObjects;
    private final int indexSlot;
    private final int[] spreadSlots;
    private final @Nullable ElementTime elementTime;
    private final @Nullable TimeEncoder tableTime;
    private final @Nullable TimePlausibility plausibility;
    private final Cursor cursor = new Cursor();
    private long recordTimestampMs;
    private BatchAppender batch;
    private Operation operation;

    TableEncoder(
            TableLayout layout,
            @Nullable LayoutVariants variants,
            List<ColumnWriter> columns,
            FanOut fanOut,
            @Nullable ElementTime elementTime,
            @Nullable TimeEncoder tableTime,
            @Nullable TimePlausibility plausibility) {
        this.layout = layout;
        this.variants = variants;
        this.columns = columns.toArray(ColumnWriter[]::new);
        this.conditionSlot = fanOut.conditionSlot;
        this.condition = fanOut.condition;
        this.eachSlot = fanOut.eachSlot;
        this.needsObjects = fanOut.needsObjects;
        this.indexSlot = fanOut.indexSlot;
        this.spreadSlots = fanOut.spreadSlots;
        this.elementTime = elementTime;
        this.tableTime = tableTime;
        this.plausibility = plausibility;
    }

    /** The slots that determine how many rows a record produces; -1 for a slot that is not used. */
    static final class FanOut {
        int conditionSlot = -1;

        @Nullable
        Condition condition;

        int eachSlot = -1;
        /** Whether a field of the elements is mapped. */
        boolean needsObjects;

        int indexSlot = -1;
        int[] spreadSlots = {};
    }

    public TableLayout layout() {
        return layout;
    }

    /**
     * @param operation to apply to the row of each key; a row to delete needs the fields of its key only
     * @param timestampMs Kafka timestamp of the record; null if it has none
     * @throws BadRecordException if a row is invalid; the caller removes the rows already appended
     */
    void encode(FieldValues values, BatchAppender target, Operation rowOperation, @Nullable Long timestampMs) {
        recordTimestampMs = timestampMs == null ? 0 : timestampMs;
        batch = target;
        operation = rowOperation;
        RowAppender rows = variants == null ? target.appenderOf(layout) : null;
        if (rowOperation == Operation.UPSERT && condition != null && !isMet(condition, values)) {
            return;
        }
        if (eachSlot >= 0) {
            encodeElements(values, rows);
        } else if (spreadSlots.length > 0) {
            for (int i = 0; i < spreadSlots.length; i++) {
                if (values.isPresent(spreadSlots[i])) {
                    cursor.spread = i;
                    cursor.spreadSlot = spreadSlots[i];
                    encodeRow(values, rows);
                }
            }
        } else {
            encodeRow(values, rows);
        }
    }

    private boolean isMet(Condition wanted, FieldValues values) {
        boolean isMatch = wanted.text() == null
                ? values.isPresent(conditionSlot)
                : wanted.text().equals(SlotText.of(values, conditionSlot));
        return isMatch == wanted.expected();
    }

    private void encodeElements(FieldValues values, @Nullable RowAppender rows) {
        if (!values.isPresent(eachSlot)) {
            return;
        }
        if (values.kind(eachSlot) != FieldValues.ELEMENTS) {
            throw new BadRecordException(
                    Reason.WRONG_TYPE,
                    "table " + layout.table() + " stores one row per array element, but the field is not an array");
        }
        cursor.elements = values.length(eachSlot);
        int slot = values.start(eachSlot);
        for (int i = 0; i < cursor.elements; i++) {
            if (needsObjects) {
                requireObject(values, slot);
            }
            cursor.element = i;
            cursor.elementBase = slot;
            if (indexSlot >= 0) {
                values.setLong(indexSlot, i);
            }
            encodeRow(values, rows);
            slot = values.nextElement(slot);
        }
    }

    /** A null element has no fields, but a number or text shows that the mapping does not match the array. */
    private void requireObject(FieldValues values, int slot) {
        if (values.isPresent(slot) && !values.isObject(slot)) {
            throw new BadRecordException(
                    Reason.WRONG_TYPE,
                    "table " + layout.table()
                            + " stores fields of array elements, but an element is not an object (each:value maps the element)");
        }
    }

    /** @param fixed receives all rows; null if the rows have different layouts */
    private void encodeRow(FieldValues values, @Nullable RowAppender fixed) {
        TableLayout rowLayout = variants == null ? layout : variants.select(columns, values, cursor, operation);
        RowAppender rows = fixed == null ? batch.appenderOf(rowLayout) : fixed;
        CopyBuffer out = rows.beginRow();
        out.putShort(rowLayout.columns().size());
        int keyEnd = 0;
        boolean wholeKey = true;
        for (int i = 0; i < columns.length; i++) {
            if (variants != null && variants.omits(i)) {
                continue;
            }
            boolean present = elementTime != null && elementTime.isColumn(i)
                    ? elementTime.write(values, cursor, out)
                    : columns[i].write(values, cursor, out);
            if (i < layout.keyColumns()) {
                wholeKey &= present;
                keyEnd = out.size();
            }
        }
        if (operation == Operation.DELETE && !wholeKey) {
            throw new BadRecordException(
                    Reason.MISSING_VALUE,
                    "the record deletes a row of table " + layout.table() + " but has no complete key");
        }
        long epochMicros = tableTime == null ? Long.MIN_VALUE : tableTime.lastEpochMicros();
        rows.endRow(wholeKey ? keyEnd : 0, epochMicros);
        if (plausibility != null && operation == Operation.UPSERT) {
            plausibility.check(epochMicros, recordTimestampMs);
        }
    }
}
