package io.pulsefeed.timescale.mapping;

import java.util.List;
import java.util.Map;

/**
 * One entry of {@code spread.<topic>}: a field that is written as a separate row if it is present.
 *
 * @param labels texts that columns can be mapped to; always contains {@code name}
 */
public record SpreadField(List<String> path, Map<String, String> labels) {}
