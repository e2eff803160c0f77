package io.pulsefeed.admin.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The dead letter queue of a sink.
 *
 * @param count dead letters that {@code redrive} has not sent again
 * @param newestReason message of the exception of the newest dead letter; empty if there is none or its headers are missing
 * @param newestOrigin topic, partition and offset of the record, such as {@code rawtrade-0@12}; empty if unknown
 * @param newest time of the record; null if there is none
 */
public record DeadLetters(
        String connector,
        String topic,
        long count,
        String newestReason,
        String newestOrigin,
        @Nullable Instant newest) {}
