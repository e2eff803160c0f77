package io.pulsefeed.timescale.mapping;

import java.util.List;
import java.util.Map;

/**
 * One entry of {@code spread.<topic>}: a field that becomes a row of its own when the record has it.
 *
 * @param labels texts that columns may take for this field; {@code name} is always there
 */
public record SpreadField(List<String> path, Map<String, String> labels) {}
