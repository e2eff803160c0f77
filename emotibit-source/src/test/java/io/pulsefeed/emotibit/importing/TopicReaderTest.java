package io.pulsefeed.emotibit.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicReaderTest {

    private static final TopicPartition RAW = new TopicPartition("raw", 0);
    private static final TopicPartition PROCESSED = new TopicPartition("processed", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    private static PartitionInfo info(TopicPartition partition) {
        return new PartitionInfo(partition.topic(), partition.partition(), Node.noNode(), new Node[0], new Node[0]);
    }

    private void add(TopicPartition partition, long offset, String json) {
        consumer.addRecord(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                "D1".getBytes(StandardCharsets.UTF_8),
                json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsBothTopicsUpToTheirEnds() throws IOException {
        consumer.updatePartitions("raw", List.of(info(RAW)));
        consumer.updatePartitions("processed", List.of(info(PROCESSED)));
        consumer.updateBeginningOffsets(Map.of(RAW, 0L, PROCESSED, 0L));
        consumer.updateEndOffsets(new HashMap<>(Map.of(RAW, 3L, PROCESSED, 1L)));
        String packet = "{\"device_id\":\"D1\",\"session_id\":\"S1\",\"timestamp\":1700000000.5,\"emotibit_ts\":%d,"
                + "\"packet_number\":%d,\"type_tag\":\"PI\",\"values\":[1,null],\"flags\":[\"late\",\"clipped\"]}";
        try (TopicReader reader = new TopicReader(consumer, List.of(List.of("copy"), List.of("raw", "processed")))) {
            add(RAW, 0, packet.formatted(1_000, 64));
            add(RAW, 1, packet.formatted(2_000, 65));
            add(RAW, 2, packet.formatted(3_000, -7).replace("clipped", "implausible"));
            add(RAW, 3, packet.formatted(3_000, 66));
            add(PROCESSED, 0, "{\"device_id\":\"D1\",\"session_id\":\"S1\",\"timestamp\":1700000010.5,\"bpm\":60}");
            while (reader.read()) {
                assertThat(reader.sessions().records()).isLessThanOrEqualTo(4);
            }
            LiveSession session = reader.sessions().all().get(0);
            assertThat(session.first()).isEqualTo(64);
            assertThat(session.last()).isEqualTo(65);
            assertThat(session.find(64, 1_000)).containsExactly(64, 1_000);
            assertThat(session.anyWindowEndUs()).isEqualTo(1_700_000_010_500_000L);
        }
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void readsEarlierRecordsFirst() throws IOException {
        TopicPartition copy = new TopicPartition("copy", 0);
        consumer.updatePartitions("raw", List.of(info(RAW)));
        consumer.updatePartitions("copy", List.of(info(copy)));
        consumer.updateBeginningOffsets(Map.of(RAW, 0L, copy, 0L));
        consumer.updateEndOffsets(new HashMap<>(Map.of(RAW, 2L, copy, 3L)));
        String packet = "{\"device_id\":\"D1\",\"session_id\":\"S1\",\"timestamp\":%d,\"emotibit_ts\":%d,"
                + "\"packet_number\":%d,\"type_tag\":\"PI\"}";
        try (TopicReader reader = new TopicReader(consumer, List.of(List.of("copy"), List.of("raw", "processed")))) {
            add(copy, 0, packet.formatted(100, 0, 1));
            add(copy, 1, packet.formatted(110, 9_000, 2));
            add(copy, 2, "{\"device_id\":\"D1\",\"session_id\":\"S1\",\"timestamp\":110.5}");
            boolean hasMore = true;
            while (hasMore && reader.sessions().records() < 3) {
                hasMore = reader.read();
            }
            while (consumer.assignment().contains(copy)) {
                assertThat(reader.read()).isTrue();
            }
            // The topic still has the second packet.
            add(RAW, 0, packet.formatted(110, 9_000, 2));
            add(RAW, 1, packet.formatted(120, 20_000, 3));
            while (hasMore) {
                hasMore = reader.read();
            }
            LiveSession session = reader.sessions().all().get(0);
            assertThat(session.first()).isEqualTo(1);
            assertThat(session.last()).isEqualTo(3);
            assertThat(session.epochUs(4_500)).isEqualTo(105e6);
            assertThat(session.epochUs(14_500)).isEqualTo(115e6);
            assertThat(session.anyWindowEndUs()).isEqualTo(110_500_000L);
        }
    }

    /** Other producers may write to the topics; a topic in another format has no session. */
    @Test
    void skipsRecordsOfAnotherForm() throws IOException {
        LiveSessions sessions = new LiveSessions("");
        for (String text : List.of("", "[1]", "{\"timestamp\":\"now\"}", "{\"packet_number\":1e99}", "{", "\u0000")) {
            sessions.add(text.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(sessions.unusable()).isEqualTo(6);
        assertThatIOException()
                .isThrownBy(sessions::requireUsable)
                .withMessageContaining("not a JSON object")
                .withMessageContaining("value.format=json");

        sessions.add(
                ("{\"device_id\":\"D1\",\"session_id\":\"S1\",\"timestamp\":1,\"emotibit_ts\":2,\"packet_number\":3,"
                                + "\"type_tag\":\"PI\"}")
                        .getBytes(StandardCharsets.UTF_8));
        sessions.requireUsable();
        assertThat(sessions.all()).hasSize(1);
    }

    @Test
    void findsNothingWithoutTopics() throws IOException {
        try (TopicReader reader = new TopicReader(consumer, List.of(List.of("copy"), List.of("raw", "processed")))) {
            assertThat(reader.read()).isFalse();
            assertThat(reader.sessions().all()).isEmpty();
        }
    }
}
