package io.pulsefeed.timescale.mapping;

import java.util.List;

/**
 * The condition of {@code when.<topic>/<table>} for writing a record to the table.
 *
 * @param present whether the field must be present; otherwise it must be absent or null
 */
public record Condition(List<String> path, boolean present) {}
