package io.pulsefeed.timescale.schema;

import java.util.List;

/**
 * A table to be created from a mapping.
 *
 * @param time column that makes it a hypertable; null for an ordinary table
 * @param key columns of the unique index; empty for none
 */
public record NewTable(String name, List<NewColumn> columns, String time, List<String> key) {

    /** @param type as SQL spells it */
    public record NewColumn(String name, String type, boolean notNull) {}
}
