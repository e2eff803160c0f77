package io.pulsefeed.cli.mapping;

import org.jspecify.annotations.Nullable;

/**
 * The type of a column.
 *
 * @param time notation of the times; null for other types and for arrays
 * @param coerces whether some of the values are numbers written as text
 * @param nonFinite whether some of the values are NaN or an infinity, written as text
 * @param note what a user should know about it; empty for nothing
 */
record ColumnType(String sql, @Nullable TimeForm time, boolean coerces, boolean nonFinite, String note) {

    static final String JSON = "jsonb";
    static final String TEXT = "text";
    static final String TIME = "timestamptz";

    static ColumnType of(String sql) {
        return new ColumnType(sql, null, false, false, "");
    }

    static ColumnType of(String sql, String note) {
        return new ColumnType(sql, null, false, false, note);
    }

    static ColumnType time(TimeForm form, boolean coerces, String note) {
        return new ColumnType(TIME, form, coerces, false, note);
    }

    ColumnType coerced() {
        return new ColumnType(sql, time, true, nonFinite, note);
    }

    ColumnType withNote(String text) {
        return new ColumnType(sql, time, coerces, nonFinite, note.isEmpty() ? text : note + "; " + text);
    }

    /** An array of this type. */
    ColumnType arrayOf() {
        return new ColumnType(sql + "[]", null, coerces, nonFinite, note);
    }

    boolean isScalar() {
        return !sql.equals(JSON) && !sql.endsWith("[]");
    }
}
