package io.pulsefeed.admin.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A table of a sink.
 *
 * @param rows number of rows; -1 if it is unknown
 * @param exact whether the rows were counted; large tables are estimated from the statistics of the database
 * @param newest time of the newest row; null if the table is empty or the time cannot be found quickly
 * @param bytes size with indexes and chunks
 */
public record TableState(String table, long rows, boolean exact, @Nullable Instant newest, long bytes) {}
