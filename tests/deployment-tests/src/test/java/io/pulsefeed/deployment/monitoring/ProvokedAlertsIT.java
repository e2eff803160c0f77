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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Causes real failures and checks that the alerts arrive in Alertmanager and resolve after the repair. Each test causes several
 * failures at once, because most of the time is spent waiting.
 */
@Tag("release")
@ExtendWith(WithMonitoredStack.class)
class ProvokedAlertsIT {

    private static final List<String> FEEDS = List.of("one", "two", "three");

    private static MonitoredStack stack;

    /** The first alert of each name, and of each name and connector. */
    private final Map<String, Alertmanager.Alert> arrived = new TreeMap<>();

    @BeforeAll
    static void useSharedStack(MonitoredStack shared) {
        stack = shared;
    }

    @AfterEach
    void restoreStack() {
        stack.startStoppedProcesses();
        for (String connector : stack.connect().connectors()) {
            if (!MonitoredStack.CONNECTORS.contains(connector)) {
                stack.connect().delete(connector);
            }
        }
        MonitoredStack.CONNECTORS.forEach(stack.connect()::resume);
        stack.sources().kraken().clear();
        stack.awaitHealthy();
    }

    @Test
    void alertsOnFailingConnectors() throws Exception {
        // The strict task fails at the bad record; the shipped sink writes it to the dead letter topic.
        put("strict", "timescale-cryptoviz", Map.of("topics", "rawtrade", "errors.tolerance", "none"));
        put("rejected", "kraken-source", Map.of("pairs", "ADA/USD,FOO/BAR"));
        put("dead-feeds", "article-source", Map.of("sites.path", "", "sites", deadFeeds(), "robots.enabled", "false"));
        stack.connect().awaitRunning(List.of("strict", "rejected", "dead-feeds"), MonitoredStack.LIMIT);
        sendTruncatedJson();
        stack.connect().stop("timescale-emotibit");
        stack.sources().devices().strike(1, io.pulsefeed.simulators.emotibit.Fault.SILENT);

        awaitArrival(
                "ConnectTaskFailed strict", "ConnectDeadLetters timescale-cryptoviz", "KrakenPairRefused rejected");
        awaitArrival("EmotibitDeviceLost emotibit-source", "ConnectConnectorNotRunning timescale-emotibit");
        stack.connect().delete("rejected");
        awaitArrival("KafkaConsumerLagHigh", "ArticleFeedFailing dead-feeds", "ConnectConnectorMissing rejected");
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
        awaitResolved("ConnectTaskFailed", "ConnectConnectorNotRunning", "EmotibitDeviceLost", "KafkaConsumerLagHigh");
        assertAlertsAreActionable();
    }

    @Test
    void alertsOnAnUnreachableExchangeAndDatabase() {
        stack.sources().kraken().inject(Fault.HANDSHAKE_503);
        awaitArrival("KrakenWebSocketDown kraken-source");
        assertThat(arrived.get("KrakenWebSocketDown kraken-source").receivers()).containsExactly("on-call");
        stack.sources().kraken().clear();
        awaitResolved("KrakenWebSocketDown");

        // Three tasks, because each backs off between attempts.
        put("reconnecting", "kraken-source", Map.of("pairs", "ADA/USD,DOT/USD,LINK/USD", "tasks.max", "3"));
        stack.connect().awaitRunning(List.of("reconnecting"), MonitoredStack.LIMIT);
        await("retries and reconnects")
                .atMost(MonitoredStack.LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    stack.database()
                            .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                    + " WHERE application_name LIKE 'timescale-emotibit%'");
                    stack.sources().kraken().inject(Fault.CLOSE_1006);
                    return collect()
                            .containsAll(Set.of(
                                    "TimescaleWritesFailing timescale-emotibit", "KrakenReconnectStorm reconnecting"));
                });
        stack.connect().delete("reconnecting");
        assertThat(stack.prometheus().names()).contains("kafka_connect_plugin_write_retries_total");
        awaitResolved("TimescaleWritesFailing", "KrakenReconnectStorm");
        assertAlertsAreActionable();
    }

    @Test
    void alertsOnStoppedProcesses() {
        for (String process : List.of("worker", "kafka-exporter", "node-exporter")) {
            stack.kill(process);
        }
        awaitArrival("KafkaConnectWorkerDown", "KafkaBrokerDown", "MonitoringTargetDown");
        // KafkaConnectWorkerDown inhibits the alerts of its connectors.
        await().atMost(MonitoredStack.LIMIT)
                .untilAsserted(() -> assertThat(stack.alertmanager().alerts("ConnectConnectorMissing"))
                        .hasSizeGreaterThanOrEqualTo(MonitoredStack.CONNECTORS.size())
                        .allMatch(Alertmanager.Alert::inhibited));

        for (String process : List.of("worker", "kafka-exporter", "node-exporter")) {
            stack.start(process);
        }
        awaitResolved("KafkaConnectWorkerDown", "KafkaBrokerDown", "MonitoringTargetDown");
        // Connectors that other tests deleted are missing for longer.
        await().atMost(MonitoredStack.LIMIT)
                .untilAsserted(() -> assertThat(stack.alertmanager().alerts("ConnectConnectorMissing"))
                        .extracting(alert -> alert.labels().get("connector"))
                        .doesNotContainAnyElementsOf(MonitoredStack.CONNECTORS));
        assertAlertsAreActionable();
    }

    @Test
    void alertsOnALostBroker() throws Exception {
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
            awaitResolved("KafkaOfflinePartitions", "KafkaBrokersMissing", "KafkaUnderMinIsr", "KafkaJMXExporterDown");
            awaitResolved("KafkaBrokerFenced", "KafkaUnderReplicatedPartitions");
            assertAlertsAreActionable();
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
        Map<String, String> named = new HashMap<>(changes);
        named.put("name", name);
        stack.connect().put(name, stack.shipped(shipped, named));
    }

    /** A site whose feeds are on a port where nothing listens. */
    private static String deadFeeds() {
        int port = FreePorts.take(1)[0];
        List<String> feeds = FEEDS.stream()
                .map(name -> "{\"type\":\"feed\",\"url\":\"http://127.0.0.1:%d/%s.xml\"}".formatted(port, name))
                .toList();
        return "[{\"name\":\"Dead Site\",\"discovery\":[%s],\"allowedHosts\":[\"127.0.0.1:%d\"],\"minDelayMs\":100}]"
                .formatted(String.join(",", feeds), port);
    }

    private static void sendTruncatedJson() throws ExecutionException, InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", stack.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] truncated = "{\"pair\":\"XBT/USD\",\"price\":".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>("rawtrade", truncated)).get();
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

    private static void awaitResolved(String... alerts) {
        await("resolution of " + String.join(", ", alerts))
                .atMost(MonitoredStack.LIMIT)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(stack.alertmanager().alerts().stream().map(Alertmanager.Alert::name))
                                .doesNotContain(alerts));
    }

    /** Each alert has complete annotations and an existing runbook. */
    private void assertAlertsAreActionable() {
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
