package io.pulsefeed.timescale.mapping;

import org.jspecify.annotations.Nullable;

/**
 * The condition of {@code when.<topic>/<table>} for writing a record to the table.
 *
 * @param source a field or a header
 * @param text that the value must be equal to; null for any value
 * @param expected whether the value must be present or equal; otherwise it must be absent, null or different
 */
public record Condition(Source source, @Nullable String text, boolean expected) {}
