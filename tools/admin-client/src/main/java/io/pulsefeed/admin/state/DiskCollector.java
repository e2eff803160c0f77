package io.pulsefeed.admin.state;

import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.admin.KafkaAdmin.BrokerDisk;
import io.pulsefeed.admin.TopicStates;
import io.pulsefeed.admin.TopicStates.State;
import io.pulsefeed.admin.state.DiskState.Volume;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Free space of the brokers, sizes and growth of topics and tables. */
final class DiskCollector implements Collector<DiskState> {

    private final Brokers brokers;
    private final StateDatabase database;
    private final TableAges tableAges;
    private final InstantSource clock;

    /** Age and retention of a topic. */
    private record Age(long ms, long retentionMs) {}

    /** Sizes and growth of the tables. */
    private record Tables(Map<String, Long> bytes, List<Growth> growths) {}

    DiskCollector(Brokers brokers, StateDatabase database, InstantSource clock) {
        this.brokers = brokers;
        this.database = database;
        this.tableAges = new TableAges(database, clock);
        this.clock = clock;
    }

    @Override
    public DiskState collect() {
        return brokers.call(this::collect);
    }

    private DiskState collect(KafkaAdmin admin) {
        List<BrokerDisk> disks = admin.disks();
        Map<String, Long> topicBytes = new TreeMap<>();
        disks.forEach(disk -> disk.topicBytes().forEach((topic, bytes) -> topicBytes.merge(topic, bytes, Long::sum)));
        Map<String, Age> ages = ages(admin, topicBytes);
        Tables tables = tables();
        List<Growth> all = new ArrayList<>(tables.growths());
        double daysLeft = Double.POSITIVE_INFINITY;
        for (BrokerDisk disk : disks) {
            List<Growth> growths = growths(disk, ages);
            all.addAll(growths);
            if (disks.size() == 1) {
                growths.addAll(tables.growths());
            }
            if (disk.usableBytes() >= 0) {
                daysLeft = Math.min(daysLeft, Growth.daysLeft(disk.usableBytes(), growths));
            }
        }
        return new DiskState(
                disks.stream()
                        .map(disk -> new Volume(disk.broker(), disk.usableBytes(), disk.totalBytes()))
                        .toList(),
                Double.isInfinite(daysLeft) ? null : Double.valueOf(daysLeft),
                all.isEmpty()
                        ? null
                        : Double.valueOf(all.stream()
                                .mapToDouble(Growth::currentBytesPerDay)
                                .sum()),
                topicBytes,
                tables.bytes());
    }

    private List<Growth> growths(BrokerDisk disk, Map<String, Age> ages) {
        List<Growth> growths = new ArrayList<>();
        disk.topicBytes().forEach((topic, bytes) -> {
            Age age = ages.get(topic);
            if (age != null) {
                Growth.of(bytes, age.ms(), age.retentionMs()).ifPresent(growths::add);
            }
        });
        return growths;
    }

    /** Ages of the topics that grow: those that are not compacted and have records. */
    private Map<String, Age> ages(KafkaAdmin admin, Map<String, Long> topicBytes) {
        Map<String, State> states = TopicStates.read(admin, topicBytes.keySet());
        List<String> growing = states.values().stream()
                .filter(state ->
                        !state.settings().getOrDefault("cleanup.policy", "").contains("compact"))
                .map(State::name)
                .toList();
        Map<String, Long> oldest = new HashMap<>();
        Map<TopicPartition, Long> first = admin.firstRecordTimes(admin.partitions(growing));
        first.forEach((partition, time) -> oldest.merge(partition.topic(), time, Math::min));
        Map<String, Age> ages = new HashMap<>();
        oldest.forEach((topic, time) -> ages.put(topic, new Age(clock.millis() - time, retention(states.get(topic)))));
        return ages;
    }

    private static long retention(@Nullable State topic) {
        return topic == null ? -1 : Long.parseLong(topic.settings().getOrDefault("retention.ms", "-1"));
    }

    private Tables tables() {
        Map<String, Long> bytes = new TreeMap<>();
        List<Growth> growths = new ArrayList<>();
        try {
            if (database.isConfigured()) {
                tableAges.refresh();
                TableSizes.read(database).values().forEach(size -> {
                    bytes.put(size.table(), size.bytes());
                    tableAges.growth(size).ifPresent(growths::add);
                });
            }
        } catch (StateException e) {
            // The collector of the tables reports it; topics are shown without them.
        }
        return new Tables(bytes, growths);
    }

    @Override
    public void close() {
        database.close();
    }
}
