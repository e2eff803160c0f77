package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.schema.Column;
import io.pulsefeed.timescale.schema.Generation;
import io.pulsefeed.timescale.schema.TableDescription;
import org.apache.kafka.connect.errors.ConnectException;

/** Checks that the mapped columns of a table exist and can be written, and that the others do not require a value. */
public final class TableRules {

    private TableRules() {}

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
