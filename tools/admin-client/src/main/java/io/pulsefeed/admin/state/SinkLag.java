package io.pulsefeed.admin.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sink has not written yet.
 *
 * @param records records; transaction markers are not counted once the sink has read all records
 * @param seconds age of the oldest of these records since it was received, or since its timestamp if it has no header
 *     {@code recv_ns}; 0 without such records; null if it could not be read
 * @param topics records by topic
 */
public record SinkLag(String connector, long records, @Nullable Double seconds, Map<String, Long> topics) {}
