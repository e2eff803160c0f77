package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.mapping.ColumnWriter.Cursor;
import io.pulsefeed.timescale.schema.Column;
import io.pulsefeed.timescale.schema.Generation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The layouts of a table whose rows do not all have the same columns: a row omits the columns of absent fields, and a row to
 * delete has only the key. Not thread-safe.
 */
final class LayoutVariants {

    private static final int MAX_LAYOUTS = 10_000;

    private final TableLayout full;
    private final AbsentFields absent;
    private final TableLayout delete;
    private final Map<BitSet, TableLayout> layouts = new HashMap<>();
    private final BitSet omitted = new BitSet();

    LayoutVariants(TableLayout full, AbsentFields absent) {
        this.full = variant(full.columns(), Operation.UPSERT, List.of(), full);
        this.absent = absent;
        this.delete = variant(full.columns().subList(0, full.keyColumns()), Operation.DELETE, List.of(), full);
    }

    private static TableLayout variant(
            List<Column> columns, Operation operation, List<String> resetColumns, TableLayout full) {
        return new TableLayout(
                full.table(),
                columns,
                full.keyColumns(),
                full.copyable(),
                full.keepFirst(),
                full.keepsReceived() && operation == Operation.UPSERT,
                operation,
                true,
                resetColumns);
    }

    /** Selects the layout of the current row, for {@link #omits}. */
    TableLayout select(ColumnWriter[] writers, FieldValues values, Cursor cursor, Operation operation) {
        omitted.clear();
        if (operation == Operation.DELETE) {
            omitted.set(full.keyColumns(), writers.length);
            return delete;
        }
        if (absent == AbsentFields.NULL) {
            return full;
        }
        for (int i = full.keyColumns(); i < writers.length; i++) {
            Column column = writers[i].column();
            if ((column.hasDefault() || !column.notNull()) && writers[i].isAbsent(values, cursor)) {
                omitted.set(i);
            }
        }
        return omitted.isEmpty() ? full : layout();
    }

    boolean omits(int column) {
        return omitted.get(column);
    }

    private TableLayout layout() {
        TableLayout known = layouts.get(omitted);
        if (known != null) {
            return known;
        }
        List<Column> columns = new ArrayList<>();
        List<String> resetColumns = new ArrayList<>();
        for (int i = 0; i < full.columns().size(); i++) {
            Column column = full.columns().get(i);
            if (!omitted.get(i)) {
                columns.add(column);
            } else if (absent == AbsentFields.DEFAULT && column.generation() == Generation.NONE) {
                resetColumns.add(column.name());
            }
        }
        TableLayout created = variant(List.copyOf(columns), Operation.UPSERT, List.copyOf(resetColumns), full);
        if (layouts.size() >= MAX_LAYOUTS) {
            layouts.clear();
        }
        layouts.put((BitSet) omitted.clone(), created);
        return created;
    }
}
