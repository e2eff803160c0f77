package io.pulsefeed.timescale.mapping;

/**
 * The type of a column to create.
 *
 * @param sql SQL type
 * @param isRequired whether every record of the schema has a value for it
 */
record ColumnType(String sql, boolean isRequired) {}
