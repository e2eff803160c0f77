package io.pulsefeed.timescale.offset;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Checks the offsets of an alter-offsets request against the configuration. */
public final class OffsetRequest {

    private OffsetRequest() {}

    /**
     * @param offsets of the next record to write; null is a reset, which is valid for any partition
     * @throws ConnectException naming the first partition that the connector does not read, and the accepted form
     */
    public static void requireValid(Map<String, String> properties, Map<TopicPartition, @Nullable Long> offsets) {
        String list = properties.getOrDefault("topics", "");
        String regex = properties.getOrDefault("topics.regex", "");
        String read = list.isBlank() ? "topics.regex=" + regex : "topics=" + list;
        Predicate<String> isRead = isRead(list, regex);
        offsets.forEach((partition, offset) -> {
            if (offset == null) {
                return;
            }
            if (!isRead.test(partition.topic())) {
                throw invalid("kafka_topic", partition.topic(), "a topic that the connector reads (" + read + ")");
            }
            if (partition.partition() < 0) {
                throw invalid("kafka_partition", partition.partition(), "the number of a partition, 0 or more");
            }
            if (offset < 0) {
                throw invalid("kafka_offset", offset, "the offset of the next record to write, 0 or more");
            }
        });
    }

    private static Predicate<String> isRead(String list, String regex) {
        if (!list.isBlank()) {
            List<String> topics =
                    Arrays.stream(list.split(",")).map(String::trim).toList();
            return topics::contains;
        }
        return Pattern.compile(regex).asMatchPredicate();
    }

    private static ConnectException invalid(String field, Object value, String expected) {
        return new ConnectException("An offset has '" + field + "' = " + value + ", but it must be " + expected
                + ". Accepted form: {\"kafka_topic\":\"rawtrade\",\"kafka_partition\":0} with the offset"
                + " {\"kafka_offset\":4711}.");
    }
}
