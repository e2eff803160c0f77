package io.pulsefeed.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The variants of {@code bench sink}, in groups that write the same rows into the same table, and the topics that they read. */
final class SinkVariants {

    /** Variants that have a ceiling in common. */
    record Group(String ceiling, BenchRows rows, List<SinkVariant> variants) {}

    static final String KEY = "pair, trade_id, timestamp";

    private static final String OTHER_KEY = "pair, timestamp, trade_id";
    private static final String SAMPLE_KEY = "timestamp, device_id, type_tag, packet_number, sample_index";
    private static final int PARTITIONS = 4;

    private final int records;
    private final boolean withPeer;
    /** Unique per run, because a home folder can be reused. */
    private final String plain = "bench_trades_" + System.currentTimeMillis();

    private final String iso = plain + "_iso";
    private final String enveloped = plain + "_enveloped";
    private final String partitioned = plain + "_partitioned";
    private final String packets = plain + "_packets";

    SinkVariants(int records, boolean withPeer) {
        this.records = records;
        this.withPeer = withPeer;
    }

    private int packetCount() {
        return records / SampleRows.PER_PACKET;
    }

    List<Group> groups(SinkVariant.Login login) {
        List<SinkVariant> sameKey = new ArrayList<>();
        sameKey.add(SinkVariant.ours("pulsefeed bytes", plain, records, login, trades(plain, "s", KEY)));
        sameKey.add(SinkVariant.ours("pulsefeed bytes, ISO times", iso, records, login, trades(iso, "iso", KEY)));
        Map<String, String> json = trades(plain, "s", KEY);
        json.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        json.put("value.converter.schemas.enable", "false");
        sameKey.add(SinkVariant.ours("pulsefeed JsonConverter", plain, records, login, json));
        if (withPeer) {
            sameKey.add(SinkVariant.debezium("debezium insert", enveloped, records, login, "insert"));
            sameKey.add(SinkVariant.debezium("debezium upsert", enveloped, records, login, "upsert"));
        }
        for (int tasks : List.of(1, 2, PARTITIONS)) {
            String name = "pulsefeed bytes, " + PARTITIONS + " partitions, tasks.max=" + tasks;
            sameKey.add(SinkVariant.ours(name, partitioned, records, login, trades(partitioned, "s", KEY))
                    .withTasks(tasks, PARTITIONS));
        }
        Map<String, String> otherKey = trades(iso, "iso", OTHER_KEY);
        Map<String, String> samples = Map.of(
                "each." + packets, "values",
                "step." + packets, "period",
                "fields." + packets,
                        "timestamp:timestamp:s, device_id, type_tag, packet_number, each:index:sample_index, each:value:value",
                "unique." + packets, SAMPLE_KEY);
        return List.of(
                new Group("binary COPY with offsets", new TradeRows(records, KEY), sameKey),
                new Group(
                        "binary COPY with offsets, key (pair, timestamp, trade_id)",
                        new TradeRows(records, OTHER_KEY),
                        List.of(
                                SinkVariant.ours(
                                        "pulsefeed bytes, key (pair, timestamp, trade_id)",
                                        plain,
                                        records,
                                        login,
                                        trades(plain, "s", OTHER_KEY)),
                                SinkVariant.ours(
                                        "pulsefeed bytes, ISO times, key (pair, timestamp, trade_id)",
                                        iso,
                                        records,
                                        login,
                                        otherKey))),
                new Group(
                        "binary COPY with offsets, samples",
                        new SampleRows(packetCount()),
                        List.of(SinkVariant.ours(
                                "pulsefeed bytes, sample fan-out", packets, packetCount(), login, samples))));
    }

    private static Map<String, String> trades(String topic, String unit, String key) {
        Map<String, String> mapping = new LinkedHashMap<>();
        mapping.put(
                "fields." + topic,
                "timestamp:timestamp:" + unit + ", pair, price, volume, side, header:kraken.trade_id:trade_id");
        mapping.put("unique." + topic, key);
        return mapping;
    }

    /** Creates and fills the topics that the variants read. */
    void fill(String bootstrapServers, List<String> topics) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic, partitionsOf(topic), (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        TradeLoad load = new TradeLoad(bootstrapServers, records);
        for (String topic : topics) {
            if (topic.equals(packets)) {
                SampleRows.produce(bootstrapServers, topic, packetCount());
            } else {
                load.produce(topic, formatOf(topic), partitionsOf(topic));
            }
        }
    }

    private int partitionsOf(String topic) {
        return topic.equals(partitioned) ? PARTITIONS : 1;
    }

    private TradeLoad.Format formatOf(String topic) {
        if (topic.equals(iso)) {
            return TradeLoad.Format.ISO;
        }
        return topic.equals(enveloped) ? TradeLoad.Format.ENVELOPED : TradeLoad.Format.PLAIN;
    }
}
