package io.pulsefeed.cli.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Derives the chunk interval from the rate of the records, so that a chunk and its index fit into memory. */
final class ChunkRule {

    /** About a gigabyte with an index. */
    private static final double MAX_ROWS = 10_000_000;

    private static final double DAY_MS = 86_400_000;
    private static final String DEFAULT = "7 days";
    private static final double MIN_SPAN_MS = 1000;

    /** First and last record of a partition. */
    private record Span(long firstOffset, long lastOffset, long minMs, long maxMs) {

        Span with(long offset, long epochMs) {
            return new Span(
                    Math.min(firstOffset, offset),
                    Math.max(lastOffset, offset),
                    Math.min(minMs, epochMs),
                    Math.max(maxMs, epochMs));
        }
    }

    private ChunkRule() {}

    /**
     * Records per day of event time. The offsets between the records of a sample that is spread over the topic count as records.
     *
     * @return 0 if the sample does not show it
     */
    static double recordsPerDay(TopicSample sample, RecordParser parser, TimeChoice time) {
        Map<Integer, Span> spans = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : sample.records()) {
            SampledValue value = SampledValue.of(record, parser);
            Long epochMs = value == null ? null : value.epochMs(time);
            if (epochMs != null) {
                Span first = new Span(record.offset(), record.offset(), epochMs, epochMs);
                spans.merge(record.partition(), first, (span, next) -> span.with(record.offset(), epochMs));
            }
        }
        double perMs = 0;
        for (Span span : List.copyOf(spans.values())) {
            double spanMs = span.maxMs() - span.minMs();
            perMs += spanMs < MIN_SPAN_MS ? 0 : (span.lastOffset() - span.firstOffset()) / spanMs;
        }
        return perMs * DAY_MS;
    }

    static String interval(double rowsPerDay) {
        if (rowsPerDay <= 0) {
            return DEFAULT;
        }
        if (rowsPerDay * 30 <= MAX_ROWS / 100) {
            return "30 days";
        }
        if (rowsPerDay * 7 <= MAX_ROWS) {
            return DEFAULT;
        }
        if (rowsPerDay <= MAX_ROWS) {
            return "1 days";
        }
        return rowsPerDay / 4 <= MAX_ROWS ? "6 hours" : "1 hours";
    }
}
