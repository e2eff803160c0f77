package io.pulsefeed.cli.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record of a topic, with the values of its headers as text. */
record TopicRecord(
        String topic,
        int partition,
        long offset,
        long timestampMs,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Map<String, String> headers) {}
