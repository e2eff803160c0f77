package io.pulsefeed.timescale.mapping;

import java.util.List;

/**
 * All tables that one topic feeds.
 *
 * @param unwrap field whose object's fields count as the record's own; null for none
 */
public record TopicMapping(String topic, List<TableMapping> tables, String unwrap) {}
