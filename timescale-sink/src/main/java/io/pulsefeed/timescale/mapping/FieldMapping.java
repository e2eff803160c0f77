package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.TimeFormat;

/**
 * One entry of {@code fields.<topic>}: {@code source[:column[:type]]}.
 *
 * @param type SQL type for a column that we create; null to derive it
 * @param time how a time is spelled
 */
public record FieldMapping(Source source, String column, String type, TimeFormat time) {}
