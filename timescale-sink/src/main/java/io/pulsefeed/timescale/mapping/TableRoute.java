package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Selects the table of a record by a value of the record, among the tables of the topic. */
final class TableRoute {

    private final String key;
    private final int slot;
    private final Map<String, TableEncoder> tables;

    /** @param tables by the value of the record */
    TableRoute(String key, int slot, Map<String, TableEncoder> tables) {
        this.key = key;
        this.slot = slot;
        this.tables = tables;
    }

    /**
     * @return null if the record has no value and deletes a row, which can be in any table
     * @throws BadRecordException if the value is not the name of a table
     */
    @Nullable
    TableEncoder select(FieldValues values, Operation operation) {
        if (!values.isPresent(slot)) {
            if (operation == Operation.DELETE) {
                return null;
            }
            throw new BadRecordException(Reason.UNKNOWN_TABLE, "the record has no value for " + key);
        }
        String text = SlotText.of(values, slot);
        TableEncoder table = text == null ? null : tables.get(text);
        if (table == null) {
            throw new BadRecordException(
                    Reason.UNKNOWN_TABLE,
                    "the value for " + key
                            + (text == null ? " is not text" : " is '" + BadRecordException.truncate(text) + "'")
                            + ", which is not one of the tables of the topic");
        }
        return table;
    }
}
