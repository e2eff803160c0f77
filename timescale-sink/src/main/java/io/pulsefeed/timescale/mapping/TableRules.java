package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.Encoders;
import io.pulsefeed.timescale.schema.Column;
import io.pulsefeed.timescale.schema.Generation;
import io.pulsefeed.timescale.schema.TableDescription;
import org.apache.kafka.connect.errors.ConnectException;

/** Checks that the mapped columns of a table exist and can be written, and that the others do not require a value. */
public final class TableRules {

    private TableRules() {}

    /** @throws ConnectException if the rows that records delete cannot be identified */
    public static void checkDeletes(TopicMapping topic, TableMapping mapping, TableDescription table) {
        if (topic.deletes() == DeleteMode.NONE) {
            return;
        }
        for (String key : table.key()) {
            boolean isKnown = mapping.fields().stream()
                    .filter(field -> field.column().equals(key))
                    .anyMatch(field -> topic.deletes() == DeleteMode.ENVELOPE || isOutsideValue(field.source()));
            if (!isKnown) {
                throw new ConnectException("delete.mode." + topic.topic() + " requires that column " + key
                        + " of the unique index of table " + table.name() + " is mapped"
                        + (topic.deletes() == DeleteMode.KEY ? " from the record key or a header" : "") + ".");
            }
        }
        if (table.key().isEmpty()) {
            throw new ConnectException("delete.mode." + topic.topic() + " requires a unique index on table "
                    + table.name() + ", which identifies the row to delete.");
        }
    }

    /** Whether the source exists in a record without a value. */
    private static boolean isOutsideValue(Source source) {
        return source instanceof Source.RecordKey
                || source instanceof Source.Header
                || source instanceof Source.Constant;
    }

    /** @throws ConnectException with the name of the column and the key to change */
    public static void check(TableMapping mapping, TableDescription table) {
        if (!table.insertable()) {
            throw new ConnectException(
                    table.name() + " is a view that cannot be written. Create an INSTEAD OF INSERT trigger"
                            + " on it, or set table." + mapping.topic() + " to a table.");
        }
        for (FieldMapping field : mapping.fields()) {
            Column column = table.columns().get(field.column());
            if (column == null) {
                throw new ConnectException(
                        "Table " + table.name() + " has no column " + field.column() + ", but fields."
                                + mapping.topic() + " maps to it. Add the column, or map the field to one of "
                                + String.join(", ", table.columns().keySet()) + ".");
            }
            if (field.source() == Source.Coordinate.RECEIVED && !Encoders.isTime(column)) {
                throw new ConnectException("kafka:received is a time, but column " + column.name() + " of table "
                        + table.name() + " has the type " + column.typeName() + ". Map it to a timestamptz column.");
            }
            if (column.generation() == Generation.COMPUTED) {
                throw new ConnectException("Column " + column.name() + " of table " + table.name()
                        + " is generated from other columns and cannot be written. Remove it from fields."
                        + mapping.topic()
                        + ".");
            }
        }
        for (Column column : table.columns().values()) {
            boolean mapped =
                    mapping.fields().stream().anyMatch(field -> field.column().equals(column.name()));
            if (column.notNull() && !column.hasDefault() && !mapped) {
                throw new ConnectException("Column " + column.name() + " of table " + table.name()
                        + " is NOT NULL without a default, but fields." + mapping.topic()
                        + " does not map it. Map the column, or give it a default.");
            }
        }
    }
}
