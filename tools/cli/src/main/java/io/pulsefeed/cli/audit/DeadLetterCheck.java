package io.pulsefeed.cli.audit;

import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.admin.SentLetters;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.cli.access.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The bad records of the window that were neither written by a replay nor sent again by {@code pulsefeed redrive}. */
final class DeadLetterCheck {

    private static final String CONTEXT = "__connect.errors.";
    private static final String DEAD =
            """
            SELECT sink, topic, partition, record_offset, reason FROM pulsefeed_ledger_dead
            WHERE resolved_at IS NULL AND hour >= to_timestamp(?) AND hour < to_timestamp(?) ORDER BY 1, 2, 3, 4""";

    private final Database database;
    private final Window window;
    private final Set<String> streams;

    DeadLetterCheck(Database database, Window window, Set<String> streams) {
        this.database = database;
        this.window = window;
        this.streams = streams;
    }

    List<Finding> findings(List<SinkSettings> sinks, KafkaAdmin admin, TopicReader reader) {
        List<List<@Nullable String>> dead = database.rows(DEAD, window.firstHour(), window.endHour()).stream()
                .filter(row -> streams.isEmpty() || streams.contains(row.get(1)))
                .toList();
        if (dead.isEmpty()) {
            return List.of();
        }
        Set<String> sentAgain = new HashSet<>();
        sinks.forEach(sink -> addSentAgain(sink, admin, reader, sentAgain));
        List<Finding> findings = new ArrayList<>();
        for (List<@Nullable String> row : dead) {
            String coordinates = row.get(1) + "-" + row.get(2) + "@" + row.get(3);
            if (!sentAgain.contains(coordinates)) {
                findings.add(new Finding(
                        Finding.Kind.MISSING,
                        Objects.requireNonNull(row.get(1)),
                        coordinates,
                        Stage.DEAD_LETTER,
                        row.get(0) + " rejected the record: " + row.get(4)));
            }
        }
        return findings;
    }

    /** A record that failed again is a dead letter of its own. */
    private static void addSentAgain(SinkSettings sink, KafkaAdmin admin, TopicReader reader, Set<String> sentAgain) {
        String topic = sink.deadLetterTopic();
        if (topic.isEmpty()) {
            return;
        }
        Map<TopicPartition, SentLetters> sent = admin.sentLetters(topic);
        if (sent.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> starts = admin.earliestOffsets(sent.keySet());
        Map<TopicPartition, Long> ends = admin.lastStableOffsets(sent.keySet());
        Map<TopicPartition, TopicReader.Range> ranges = new HashMap<>();
        sent.keySet()
                .forEach(partition -> ranges.put(
                        partition,
                        new TopicReader.Range(starts.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L))));
        reader.read(ranges, letter -> {
            if (sent.get(new TopicPartition(letter.topic(), letter.partition())).contains(letter.offset())) {
                sentAgain.add(letter.headers().get(CONTEXT + "topic") + "-"
                        + letter.headers().get(CONTEXT + "partition") + "@"
                        + letter.headers().get(CONTEXT + "offset"));
            }
        });
    }
}
