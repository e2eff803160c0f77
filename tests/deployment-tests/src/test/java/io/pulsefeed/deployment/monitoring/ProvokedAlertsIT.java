package io.pulsefeed.deployment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.simulators.kraken.Fault;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.FreePorts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Things really go wrong, the alerts really arrive in Alertmanager, and they end when all is mended. Each test does several
 * harms at once, since most of the time goes into waiting.
 */
@ExtendWith(WithMonitoredStack.class)
class ProvokedAlertsIT {

    private static final List<String> DEAD_FEEDS = List.of("one", "two", "three");

    private static MonitoredStack stack;

    /** What has arrived, by name and connector (empty for alerts that concern none); the first of each. */
    private final Map<String, Alertmanager.Alert> arrived = new TreeMap<>();

    @BeforeAll
    static void take(MonitoredStack shared) {
        stack = shared;
    }

    @AfterEach
    void leaveAllWell() {
        stack.startWhatIsGone();
        for (String connector : stack.connect().connectors()) {
            if (!MonitoredStack.CONNECTORS.contains(connector)) {
                stack.connect().delete(connector);
            }
        }
        MonitoredStack.CONNECTORS.forEach(stack.connect()::resume);
        stack.sources().kraken().clear();
        stack.awaitWell();
    }

    @Test
    void tellsOfConnectorsThatCannotWork() throws Exception {
        // A task without tolerance fails at the bad line, the shipped sink sets it aside.
        put("strict", "timescale-cryptoviz", Map.of("topics", "rawtrade", "errors.tolerance", "none"));
        put("refused", "kraken-source", Map.of("pairs", "ADA/USD,FOO/BAR"));
        put("dead-feeds", "article-source", Map.of("sites.path", "", "sites", deadFeeds(), "robots.enabled", "false"));
        stack.connect().awaitRunning(List.of("strict", "refused", "dead-feeds"), MonitoredStack.LIMIT);
        sendBrokenLine();
        stack.connect().stop("timescale-emotibit");
        stack.sources().devices().strike(1, io.pulsefeed.simulators.emotibit.Fault.SILENT);

        awaitArrival("ConnectTaskFailed strict", "ConnectDeadLetters timescale-cryptoviz", "KrakenPairRefused refused");
        awaitArrival("EmotibitDeviceLost emotibit-source", "ConnectConnectorNotRunning timescale-emotibit");
        stack.connect().delete("refused");
        awaitArrival("KafkaConsumerLagHigh", "ArticleFeedFailing dead-feeds", "ConnectConnectorMissing refused");
        assertThat(arrived.get("KafkaConsumerLagHigh").labels())
                .containsEntry("consumergroup", "connect-timescale-emotibit");
        assertThat(arrived.get("EmotibitDeviceLost emotibit-source").labels()).containsEntry("device", "MD-V5-0000411");
        assertThat(arrived.get("ArticleFeedFailing dead-feeds").labels()).containsEntry("site", "Dead Site");
        assertThat(arrived.get("ConnectTaskFailed strict").receivers()).containsExactly("on-call");
        assertThat(arrived.get("ConnectDeadLetters timescale-cryptoviz").receivers())
                .containsExactly("team");

        stack.connect().resume("timescale-emotibit");
        stack.connect().delete("strict");
        stack.connect().delete("dead-feeds");
        awaitEnd("ConnectTaskFailed", "ConnectConnectorNotRunning", "EmotibitDeviceLost", "KafkaConsumerLagHigh");
        assertEachCanBeActedOn();
    }

    @Test
    void tellsOfAVenueAndADatabaseThatAreAway() {
        stack.sources().kraken().inject(Fault.HANDSHAKE_503);
        awaitArrival("KrakenWebSocketDown kraken-source");
        assertThat(arrived.get("KrakenWebSocketDown kraken-source").receivers()).containsExactly("on-call");
        stack.sources().kraken().clear();
        awaitEnd("KrakenWebSocketDown");

        // Three tasks, because each waits longer before each next attempt.
        put("stormy", "kraken-source", Map.of("pairs", "ADA/USD,DOT/USD,LINK/USD", "tasks.max", "3"));
        stack.connect().awaitRunning(List.of("stormy"), MonitoredStack.LIMIT);
        await("retries and reconnects")
                .atMost(MonitoredStack.LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    stack.database()
                            .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                    + " WHERE application_name LIKE 'timescale-emotibit%'");
                    stack.sources().kraken().inject(Fault.CLOSE_1006);
                    return collect()
                            .containsAll(
                                    Set.of("TimescaleWritesFailing timescale-emotibit", "KrakenReconnectStorm stormy"));
                });
        stack.connect().delete("stormy");
        assertThat(stack.prometheus().names()).contains("kafka_connect_plugin_write_retries_total");
        awaitEnd("TimescaleWritesFailing", "KrakenReconnectStorm");
        assertEachCanBeActedOn();
    }

    @Test
    void tellsOfProcessesThatAreGone() {
        for (String process : List.of("worker", "kafka-exporter", "node-exporter")) {
            stack.kill(process);
        }
        awaitArrival("KafkaConnectWorkerDown", "KafkaBrokerDown", "MonitoringTargetDown");
        // The worker speaks for its connectors: that nobody tells of them any more is held back.
        await().atMost(MonitoredStack.LIMIT)
                .untilAsserted(() -> assertThat(stack.alertmanager().alerts("ConnectConnectorMissing"))
                        .hasSizeGreaterThanOrEqualTo(MonitoredStack.CONNECTORS.size())
                        .allMatch(Alertmanager.Alert::inhibited));

        for (String process : List.of("worker", "kafka-exporter", "node-exporter")) {
            stack.start(process);
        }
        awaitEnd("KafkaConnectWorkerDown", "KafkaBrokerDown", "MonitoringTargetDown");
        // Those of other tests were deleted on purpose, and are missed for longer.
        await().atMost(MonitoredStack.LIMIT)
                .untilAsserted(() -> assertThat(stack.alertmanager().alerts("ConnectConnectorMissing"))
                        .extracting(alert -> alert.labels().get("connector"))
                        .doesNotContainAnyElementsOf(MonitoredStack.CONNECTORS));
        assertEachCanBeActedOn();
    }

    @Test
    void tellsOfALostBroker() throws Exception {
        stack.addBroker();
        await().atMost(MonitoredStack.LIMIT)
                .untilAsserted(() -> assertThat(stack.prometheus().query("kafka_brokers == 2"))
                        .hasSize(1));
        try (Admin admin = stack.admin()) {
            NewTopic alone = new NewTopic("alone", Map.of(0, List.of(2)));
            NewTopic pair = new NewTopic("pair", Map.of(0, List.of(1, 2))).configs(Map.of("min.insync.replicas", "2"));
            admin.createTopics(List.of(alone, pair)).all().get();
            await().atMost(MonitoredStack.LIMIT)
                    .until(() -> stack.prometheus().targets().values().stream().allMatch("up"::equals));

            stack.kill("broker-2");
            awaitArrival("KafkaOfflinePartitions", "KafkaBrokersMissing", "KafkaUnderMinIsr", "KafkaJMXExporterDown");
            awaitArrival("KafkaBrokerFenced", "KafkaUnderReplicatedPartitions");
            await().atMost(MonitoredStack.LIMIT)
                    .untilAsserted(() -> assertThat(stack.alertmanager().alerts("KafkaUnderReplicatedPartitions"))
                            .allMatch(Alertmanager.Alert::inhibited)
                            .isNotEmpty());

            stack.start("broker-2");
            awaitEnd("KafkaOfflinePartitions", "KafkaBrokersMissing", "KafkaUnderMinIsr", "KafkaJMXExporterDown");
            awaitEnd("KafkaBrokerFenced", "KafkaUnderReplicatedPartitions");
            assertEachCanBeActedOn();
        } finally {
            deleteTopics();
        }
    }

    private static void deleteTopics() throws ExecutionException, InterruptedException {
        try (Admin admin = stack.admin()) {
            admin.deleteTopics(List.of("alone", "pair")).all().get();
        }
    }

    private static void put(String name, String shipped, Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(changes);
        all.put("name", name);
        stack.connect().put(name, stack.shipped(shipped, all));
    }

    /** A site of feeds on a server that nobody runs. */
    private static String deadFeeds() {
        int port = FreePorts.take(1)[0];
        List<String> feeds = DEAD_FEEDS.stream()
                .map(name -> "{\"type\":\"feed\",\"url\":\"http://127.0.0.1:%d/%s.xml\"}".formatted(port, name))
                .toList();
        return "[{\"name\":\"Dead Site\",\"discovery\":[%s],\"allowedHosts\":[\"127.0.0.1:%d\"],\"minDelayMs\":100}]"
                .formatted(String.join(",", feeds), port);
    }

    private static void sendBrokenLine() throws ExecutionException, InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", stack.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] line = "{\"pair\":\"XBT/USD\",\"price\":".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>("rawtrade", line)).get();
        }
    }

    private Set<String> collect() {
        stack.alertmanager().alerts().forEach(alert -> {
            arrived.putIfAbsent(alert.name(), alert);
            if (alert.labels().containsKey("connector")) {
                arrived.putIfAbsent(alert.name() + " " + alert.labels().get("connector"), alert);
            }
        });
        return arrived.keySet();
    }

    private void awaitArrival(String... alerts) {
        await(String.join(", ", alerts))
                .atMost(MonitoredStack.LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(collect()).contains(alerts));
    }

    private static void awaitEnd(String... alerts) {
        await("end of " + String.join(", ", alerts))
                .atMost(MonitoredStack.LIMIT)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(stack.alertmanager().alerts().stream().map(Alertmanager.Alert::name))
                                .doesNotContain(alerts));
    }

    /** Whoever gets one of these reads whole sentences, and finds the page that it points to. */
    private void assertEachCanBeActedOn() {
        assertThat(arrived).isNotEmpty();
        arrived.values().forEach(alert -> {
            assertThat(alert.labels()).as(alert.name()).containsKeys("severity", "component");
            assertThat(alert.annotations())
                    .as(alert.name())
                    .containsOnlyKeys("summary", "impact", "action", "runbook_url");
            assertThat(alert.annotations().values())
                    .as(alert.name())
                    .noneMatch(text -> text.isBlank() || text.contains("{{") || text.contains("<no value>"));
            assertThat(Checkout.path(alert.annotations().get("runbook_url"))).isRegularFile();
        });
    }
}
