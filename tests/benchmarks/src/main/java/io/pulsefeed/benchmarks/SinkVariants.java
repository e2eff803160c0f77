package io.pulsefeed.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The variants of {@code bench sink}, in groups that write the same rows into the same table, and the topics that they read. */
final class SinkVariants {

    /** Variants that have a ceiling in common. */
    record Group(String ceiling, BenchRows rows, List<SinkVariant> variants) {

        /** Without the variants whose name does not contain a match. */
        Group matching(Pattern names) {
            return new Group(
                    ceiling,
                    rows,
                    variants.stream()
                            .filter(variant -> names.matcher(variant.name()).find())
                            .toList());
        }
    }

    static final String KEY = "pair, trade_id, timestamp";

    private static final String CEILING = "binary COPY with offsets";
    private static final String OTHER_KEY = "pair, timestamp, trade_id";
    private static final String SAMPLE_KEY = "timestamp, device_id, type_tag, packet_number, sample_index";
    private static final int PARTITIONS = 4;

    private final int records;
    private final boolean withPeer;
    /** Unique per run, because a home folder can be reused. */
    private final String plain = "bench_trades_" + System.currentTimeMillis();

    private final String received = plain + "_received";
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
        sameKey.add(trades("pulsefeed bytes", plain, "s", KEY, login));
        sameKey.add(trades("pulsefeed bytes, ISO times", iso, "iso", KEY, login));
        Map<String, String> json = tradeMapping(plain, "s", KEY);
        json.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        json.put("value.converter.schemas.enable", "false");
        sameKey.add(SinkVariant.ours("pulsefeed JsonConverter", plain, records, login, json));
        if (withPeer) {
            sameKey.add(SinkVariant.debezium("debezium insert", enveloped, records, login, "insert"));
            sameKey.add(SinkVariant.debezium("debezium upsert", enveloped, records, login, "upsert"));
        }
        for (int tasks : List.of(1, 2, PARTITIONS)) {
            String name = "pulsefeed bytes, " + PARTITIONS + " partitions, tasks.max=" + tasks;
            sameKey.add(trades(name, partitioned, "s", KEY, login).withTasks(tasks, PARTITIONS));
        }
        String otherKey = ", key (" + OTHER_KEY + ")";
        Map<String, String> samples = Map.of(
                "each." + packets, "values",
                "step." + packets, "period",
                "fields." + packets,
                        "timestamp:timestamp:s, device_id, type_tag, packet_number, each:index:sample_index, each:value:value",
                "unique." + packets, SAMPLE_KEY);
        return List.of(
                new Group(CEILING, new TradeRows(records, KEY, false), sameKey),
                new Group(
                        CEILING + otherKey,
                        new TradeRows(records, OTHER_KEY, false),
                        List.of(
                                trades("pulsefeed bytes" + otherKey, plain, "s", OTHER_KEY, login),
                                trades("pulsefeed bytes, ISO times" + otherKey, iso, "iso", OTHER_KEY, login))),
                new Group(CEILING + ", column known_at", new TradeRows(records, KEY, true), accounted(login)),
                new Group(
                        CEILING + ", samples",
                        new SampleRows(packetCount()),
                        List.of(SinkVariant.ours(
                                "pulsefeed bytes, sample fan-out", packets, packetCount(), login, samples))));
    }

    /** Trades with the time of receipt, without and with the accounts of the ledger, and with the column {@code known_at}. */
    private List<SinkVariant> accounted(SinkVariant.Login login) {
        Map<String, String> plainRows = tradeMapping(received, "s", KEY);
        Map<String, String> accounts = new LinkedHashMap<>(plainRows);
        accounts.put("ledger.enabled", "true");
        Map<String, String> knownAt = new LinkedHashMap<>(accounts);
        knownAt.merge("fields." + received, "kafka:received:known_at", (fields, field) -> fields + ", " + field);
        return List.of(
                SinkVariant.ours("pulsefeed bytes, ledger disabled", received, records, login, plainRows),
                SinkVariant.ours("pulsefeed bytes, ledger enabled", received, records, login, accounts),
                SinkVariant.ours("pulsefeed bytes, ledger enabled and known_at", received, records, login, knownAt));
    }

    private SinkVariant trades(String name, String topic, String unit, String key, SinkVariant.Login login) {
        return SinkVariant.ours(name, topic, records, login, tradeMapping(topic, unit, key));
    }

    /** @param unit of the time */
    static Map<String, String> tradeMapping(String topic, String unit, String key) {
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
        if (topic.equals(received)) {
            return TradeLoad.Format.RECEIVED;
        }
        return topic.equals(enveloped) ? TradeLoad.Format.ENVELOPED : TradeLoad.Format.PLAIN;
    }
}
