package io.pulsefeed.timescale.mapping;

import java.util.List;

/** {@code when.<topic>/<table>}: the record goes to the table when the field is there, or when it is not. */
public record Condition(List<String> path, boolean present) {}
