package io.pulsefeed.cli.disk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.admin.TopicStates;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.output.ByteSizes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that can be deleted: they are older than a time, and every consumer group with an offset in their partition has read them, as
 * have the sinks according to the database. Topics that are compacted or internal, or that no group reads, are left as they are.
 */
record TopicCleanup(List<Item> items, List<String> notes, Instant cutoff) {

    private static final String STORED =
            "SELECT topic, partition, min(next_offset) FROM connect_sink_offsets GROUP BY topic, partition";

    /** Records before an offset of each partition of a topic. */
    record Item(String topic, Map<TopicPartition, Long> before, long records, long bytes, Instant cutoff) {

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%,d records (about %s) of topic %s that are older than %s and that all its consumer groups have read",
                    records,
                    ByteSizes.of(bytes),
                    topic,
                    cutoff.truncatedTo(ChronoUnit.SECONDS));
        }
    }

    /** @param wanted only these topics; empty for all */
    static TopicCleanup plan(KafkaAdmin admin, Database database, Collection<String> wanted, Instant cutoff) {
        Map<TopicPartition, Long> read = readByAll(admin, database);
        Map<String, Long> sizes = admin.topicSizes();
        Collection<String> names = wanted.isEmpty() ? new TreeSet<>(admin.topicNames()) : wanted;
        Map<String, TopicStates.State> states = TopicStates.read(admin, names);
        names.stream().filter(name -> !states.containsKey(name)).findFirst().ifPresent(name -> {
            throw new UserError("topic " + name + " does not exist. List the topics with: pulsefeed disk");
        });
        List<Item> items = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (TopicStates.State topic : states.values()) {
            String name = topic.name();
            boolean isCompacted =
                    topic.settings().getOrDefault("cleanup.policy", "").contains("compact");
            if (isCompacted || name.startsWith("__")) {
                if (!wanted.isEmpty()) {
                    notes.add(name + ": left as it is, because it is compacted or internal");
                }
                continue;
            }
            Item item = item(admin, name, read, sizes.getOrDefault(name, 0L), cutoff);
            if (item.records() > 0) {
                items.add(item);
            } else if (read.keySet().stream()
                    .noneMatch(partition -> partition.topic().equals(name))) {
                notes.add(name + ": left as it is, because no consumer group reads it");
            } else {
                notes.add(name + ": no records older than " + cutoff.truncatedTo(ChronoUnit.SECONDS)
                        + " that all its consumer groups have read");
            }
        }
        return new TopicCleanup(items, notes, cutoff);
    }

    private static Item item(
            KafkaAdmin admin, String topic, Map<TopicPartition, Long> read, long bytes, Instant cutoff) {
        Collection<TopicPartition> partitions = admin.partitions(List.of(topic));
        Map<TopicPartition, Long> first = admin.earliestOffsets(partitions);
        Map<TopicPartition, Long> end = admin.endOffsets(partitions);
        Map<TopicPartition, Long> newer = admin.offsetsForTime(partitions, cutoff.toEpochMilli());
        Map<TopicPartition, Long> before = new HashMap<>();
        long records = 0;
        long all = 0;
        for (TopicPartition partition : partitions) {
            long last = end.get(partition);
            all += last - first.get(partition);
            long bound =
                    Math.min(newer.getOrDefault(partition, last), Math.min(last, read.getOrDefault(partition, 0L)));
            if (bound > first.get(partition)) {
                before.put(partition, bound);
                records += bound - first.get(partition);
            }
        }
        return new Item(topic, before, records, all == 0 ? 0 : (long) ((double) bytes / all * records), cutoff);
    }

    private static Map<TopicPartition, Long> readByAll(KafkaAdmin admin, Database database) {
        Map<TopicPartition, Long> read = new HashMap<>();
        admin.consumerGroups().forEach(group -> admin.committedOffsets(group)
                .forEach((partition, offset) -> read.merge(partition, offset, Math::min)));
        if (database.exists("connect_sink_offsets")) {
            database.rows(STORED)
                    .forEach(row -> read.merge(
                            new TopicPartition(
                                    Objects.requireNonNull(row.get(0)),
                                    Integer.parseInt(Objects.requireNonNull(row.get(1)))),
                            Long.parseLong(Objects.requireNonNull(row.get(2))),
                            Math::min));
        }
        return read;
    }

    ObjectNode toJson(Collection<Item> deleted) {
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("older_than", cutoff.toString());
        ArrayNode topics = report.putArray("topics");
        items.forEach(item -> topics.addObject()
                .put("topic", item.topic())
                .put("records", item.records())
                .put("bytes", item.bytes())
                .put("deleted", deleted.contains(item)));
        return report;
    }
}
