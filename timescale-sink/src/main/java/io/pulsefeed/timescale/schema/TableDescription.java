package io.pulsefeed.timescale.schema;

import java.util.List;
import java.util.Map;

/**
 * An existing table.
 *
 * @param columns by name, in the order of the table
 * @param key columns of the unique index that defines duplicates; empty if there is none
 */
public record TableDescription(String name, Map<String, Column> columns, List<String> key) {}
