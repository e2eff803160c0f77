package io.pulsefeed.timescale.schema;

import java.util.List;
import java.util.Map;

/**
 * A table as the server describes it.
 *
 * @param key columns of the unique index that decides what a duplicate is; empty when there is none
 */
public record TableDescription(String name, Map<String, Column> columns, List<String> key) {}
