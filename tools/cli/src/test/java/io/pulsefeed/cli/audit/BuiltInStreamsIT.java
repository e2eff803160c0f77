package io.pulsefeed.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.timescale.TimescaleSinkTask;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The audit reads every built-in mapping as the sink writes it: no difference in any table, and each kind of column is compared. */
class BuiltInStreamsIT {

    private static final Instant HOUR = Instant.parse("2026-01-05T10:00:00Z");
    private static final Window WINDOW = new Window(HOUR, HOUR.plusSeconds(3600));
    private static final long SECOND = HOUR.getEpochSecond() + 7;

    private final Map<String, List<TopicRecord>> topics = new HashMap<>();

    private void add(String topic, String json, String... headers) {
        List<TopicRecord> records = topics.computeIfAbsent(topic, name -> new ArrayList<>());
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            named.put(headers[i], headers[i + 1]);
        }
        records.add(new TopicRecord(
                topic,
                0,
                records.size(),
                SECOND * 1000,
                "key".getBytes(StandardCharsets.UTF_8),
                json == null ? null : json.replace("$T", Long.toString(SECOND)).getBytes(StandardCharsets.UTF_8),
                named));
    }

    private void crypto() {
        add(
                "rawtrade",
                "{\"pair\":\"XBT/USD\",\"price\":83744.3,\"volume\":1e-8,\"timestamp\":$T.1234565,\"side\":\"b\"}",
                "kraken.trade_id",
                "17");
        add("rawtrade", "{\"pair\":\"XBT/USD\",\"price\":0.1,\"volume\":3,\"timestamp\":$T.5,\"side\":\"s\"}");
        add("rawtrade", "{\"pair\":\"XBT/USD\",\"price\":0.1,\"volume\":3,\"timestamp\":$T.5,\"side\":\"s\"}");
        add("rawtrade", null);
        add("rawtrade", "{\"pair\":\"XBT/USD\"}");
        for (String last : List.of("1.5", "1.6")) {
            add(
                    "rawticker",
                    "{\"pair\":\"ETH/USD\",\"last\":" + last
                            + ",\"bid\":1,\"ask\":null,\"volume_24h\":12.25,\"timestamp\":$T.25,\"pct_change\":-0.01}");
        }
        add(
                "rawalert",
                "{\"pair\":\"ETH/USD\",\"type\":\"price_spike\",\"last\":2,\"change\":0.7,\"threshold\":0.5,\"timestamp\":$T}");
        add(
                "rawarticle",
                "{\"id\":\"https://a/1\",\"title\":\"B\\u00e9n\\u00e9fice \\ud83d\\ude80 \\u0000\",\"url\":\"https://a/1\","
                        + "\"website\":\"a\",\"summary\":\"\",\"content\":{},\"published_at\":$T.5,\"scraped_at\":$T.9,\"tags\":[],"
                        + "\"sentiment\":{\"score\":0.5,\"label\":\"neutral\"},\"cryptocurrencies_mentioned\":[\"bitcoin\",\"eth\"]}",
                "language",
                "fr");
        add(
                "rawarticle",
                "{\"id\":\"https://a/2\",\"title\":\"t\",\"url\":\"u\",\"scraped_at\":$T,\"cryptocurrencies_mentioned\":[]}");
    }

    private void emotibit() {
        add(
                "Emotibit_rawdata",
                "{\"device_id\":\"MD\",\"patient_id\":null,\"session_id\":\"s\",\"timestamp\":$T.000001,\"period\":0.04,"
                        + "\"emotibit_ts\":12,\"packet_number\":5,\"type_tag\":\"PR\",\"reliability\":100,\"values\":[1,2.5,null],"
                        + "\"packet\":\"12,5,2,PR,1,100,1,2.5\",\"time_source\":\"sync\",\"time_uncertainty_ms\":1.5,"
                        + "\"flags\":[\"clipped\"]}");
        add(
                "Emotibit_processdata",
                "{\"doc\":{\"device_id\":\"MD\",\"patient_id\":\"p\",\"timestamp\":$T,\"bpm\":61.5,\"hum\":40,\"quality\":0.9}}");
        add(
                "Emotibit_processdata",
                "{\"device_id\":\"MD\",\"session_id\":\"s\",\"timestamp\":$T,\"event\":\"gap\",\"detail\":"
                        + "{\"reason\":\"net\\\"work\",\"lost\":3,\"from\":1.50,\"a\":[true,null,{}]}}");
    }

    @Test
    void findsNoDifferenceInAnyBuiltInTable() {
        crypto();
        emotibit();
        TestDatabase server = TestDatabase.fresh();
        Set<String> crypto = Set.of("rawtrade", "rawticker", "rawalert", "rawarticle");
        Set<String> bodies = Set.of("Emotibit_rawdata", "Emotibit_processdata");
        write(server, "cryptoviz", crypto);
        write(server, "emotibit", bodies);
        try (Database database = Database.connect(server.url(), server.user(), server.password())) {
            database.disableNetworkTimeout();
            database.execute("SET TIME ZONE 'UTC'");
            AuditPlan plan = new AuditPlan(database, WINDOW, Set.of());
            for (String sink : List.of("cryptoviz", "emotibit")) {
                plan.add(sink, Map.of("profile", sink), BuiltInStreamsIT::zero, BuiltInStreamsIT::zero);
            }
            DeepAudit audit = plan.audit(this::read);
            audit.run(new RowDeficits(database));

            assertThat(audit.findings()).isEmpty();
            assertThat(plan.comparedTables())
                    .containsExactlyInAnyOrder(
                            "trade_data",
                            "ticker_data",
                            "alert_data",
                            "article_data",
                            "emotibit_packet",
                            "emotibit_metric",
                            "emotibit_event");
            LedgerCheck ledger = new LedgerCheck(database, WINDOW, Set.of(), Set.of());
            ledger.run();
            assertThat(ledger.findings()).isEmpty();
            assertThat(ledger.summary())
                    .filteredOn(stream -> stream.topic().equals("rawtrade"))
                    .containsExactly(new StreamSummary("cryptoviz", "rawtrade", 5, 3, 1, 1, 0, 0));
        }
    }

    private static Map<TopicPartition, Long> zero(Set<TopicPartition> partitions) {
        return partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> 0L));
    }

    private void read(Map<TopicPartition, TopicReader.Range> ranges, Consumer<TopicRecord> consumer) {
        ranges.forEach((partition, range) -> topics.get(partition.topic()).stream()
                .filter(record -> record.offset() >= range.start() && record.offset() < range.end())
                .forEach(consumer));
    }

    /** Runs the sink's task until it has committed all records. */
    private void write(TestDatabase server, String profile, Set<String> names) {
        TimescaleSinkTask task = new TimescaleSinkTask();
        task.initialize(context());
        task.start(Map.of(
                "name",
                profile,
                "topics",
                String.join(",", names),
                "profile",
                profile,
                "connection.url",
                server.url(),
                "ledger.enabled",
                "true"));
        Set<TopicPartition> partitions =
                names.stream().map(topic -> new TopicPartition(topic, 0)).collect(Collectors.toSet());
        task.open(partitions);
        List<SinkRecord> records = new ArrayList<>();
        names.forEach(topic -> topics.get(topic).forEach(record -> records.add(sinkRecord(record))));
        task.put(records);
        Awaitility.await().until(() -> {
            task.put(List.of());
            Map<TopicPartition, OffsetAndMetadata> committed = task.preCommit(Map.of());
            return new HashSet<>(committed.keySet()).containsAll(partitions)
                    && partitions.stream()
                            .allMatch(partition -> committed.get(partition).offset()
                                    == topics.get(partition.topic()).size());
        });
        task.close(partitions);
        task.stop();
    }

    private static SinkRecord sinkRecord(TopicRecord record) {
        ConnectHeaders headers = new ConnectHeaders();
        record.headers().forEach((name, text) -> headers.addBytes(name, text.getBytes(StandardCharsets.UTF_8)));
        return new SinkRecord(
                record.topic(),
                0,
                null,
                "key",
                null,
                record.value(),
                record.offset(),
                record.timestampMs(),
                TimestampType.CREATE_TIME,
                headers);
    }

    /** A context that accepts everything, and reports bad records to nobody. */
    private static SinkTaskContext context() {
        ErrantRecordReporter reporter = (record, error) -> CompletableFuture.completedFuture(null);
        return (SinkTaskContext) Proxy.newProxyInstance(
                SinkTaskContext.class.getClassLoader(),
                new Class<?>[] {SinkTaskContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "errantRecordReporter" -> reporter;
                    case "configs" -> Map.of();
                    case "assignment" -> Set.of();
                    default -> null;
                });
    }
}
