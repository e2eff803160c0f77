package io.pulsefeed.cli.audit;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads the committed records of offset ranges, in the order of each partition. Can be called several times. */
interface TopicReader {

    /** Offsets from {@code start} (inclusive) to {@code end} (exclusive). */
    record Range(long start, long end) {}

    void read(Map<TopicPartition, Range> ranges, Consumer<TopicRecord> consumer);
}
