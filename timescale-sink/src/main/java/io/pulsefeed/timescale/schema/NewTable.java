package io.pulsefeed.timescale.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a table to create.
 *
 * @param time time column of the hypertable; null for an ordinary table
 * @param key columns of the unique index; empty for none
 */
public record NewTable(String name, List<NewColumn> columns, @Nullable String time, List<String> key) {

    /** @param type SQL type */
    public record NewColumn(String name, String type, boolean notNull) {}
}
