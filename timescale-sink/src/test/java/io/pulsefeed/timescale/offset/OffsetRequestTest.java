package io.pulsefeed.timescale.offset;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class OffsetRequestTest {

    private static final Map<String, String> LIST = Map.of("topics", "rawtrade, rawticker");
    private static final Map<String, String> REGEX = Map.of("topics.regex", "raw(trade|ticker)");

    @Test
    void acceptsTopicsThatAreReadAndResetsOfAny() {
        for (Map<String, String> properties : List.of(LIST, REGEX)) {
            assertThatCode(() -> OffsetRequest.requireValid(properties, Map.of(new TopicPartition("rawticker", 3), 0L)))
                    .doesNotThrowAnyException();
            assertThatCode(() -> OffsetRequest.requireValid(
                            properties, Collections.singletonMap(new TopicPartition("other", 0), null)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void rejectsOtherTopicsAndNegativeNumbers() {
        for (Map<String, String> properties : List.of(LIST, REGEX)) {
            rejects(properties, new TopicPartition("rawtrades", 0), 5, "'kafka_topic' = rawtrades");
            rejects(properties, new TopicPartition("rawtrade", -1), 5, "'kafka_partition' = -1");
            rejects(properties, new TopicPartition("rawtrade", 0), -5, "'kafka_offset' = -5");
        }
    }

    private static void rejects(Map<String, String> properties, TopicPartition partition, long offset, String message) {
        assertThatThrownBy(() -> OffsetRequest.requireValid(properties, Map.of(partition, offset)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("Accepted form: {\"kafka_topic\"");
    }
}
