package io.pulsefeed.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.deployment.compose.ComposeModel.Service;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cluster has two workers that differ only in names and ports, and can be secured like the single broker. */
class ClusterOverlaysTest {

    private static final String CLUSTER = "docker-compose.cluster.yml";
    private static final String SIMULATORS = "docker-compose.simulators.yml";
    private static final ComposeModel SECURE = ComposeModel.of("docker-compose.secure.yml");
    private static final ComposeModel BOTH = ComposeModel.of(CLUSTER, "docker-compose.secure-cluster.yml");

    private static final String BROKERS = "kafka1:9092,kafka2:9092,kafka3:9092";

    private static Map<String, Object> withoutNames(Service service) {
        Map<String, Object> content = new TreeMap<>(service.content());
        content.keySet().removeAll(List.of("ports", "networks", "scale", "environment"));
        Map<String, String> environment = new TreeMap<>(service.environment());
        assertThat(environment.remove("PULSEFEED_CONNECT_HOST"))
                .isEqualTo(service.name().equals("connect") ? "connect1" : service.name());
        content.put("environment", environment);
        return content;
    }

    @Test
    void bothWorkersAreEqualInEachStack() {
        for (ComposeModel stack : List.of(
                ComposeModel.of(CLUSTER),
                ComposeModel.of(CLUSTER, SIMULATORS),
                ComposeModel.of(SIMULATORS, CLUSTER),
                BOTH)) {
            assertThat(withoutNames(stack.service("connect2")))
                    .as(stack.name())
                    .isEqualTo(withoutNames(stack.service("connect")));
        }
        assertThat(ComposeModel.of(CLUSTER, SIMULATORS).service("connect2").environment("PULSEFEED_KRAKEN_WS_URL"))
                .isEqualTo("ws://simulators:8766/v2");
    }

    @Test
    void oneBrokerHasOneWorker() {
        assertThat(ComposeModel.of().services()).extracting(Service::name).doesNotContain("connect2");
        assertThat(ComposeModel.of(SIMULATORS).services())
                .extracting(Service::name)
                .doesNotContain("connect2");
    }

    @Test
    void securedBrokersHaveTheSettingsOfTheSingleOne() {
        Map<String, String> single = securitySettings(SECURE.service("kafka"));
        for (String broker : List.of("kafka1", "kafka2", "kafka3")) {
            Service service = BOTH.service(broker);
            assertThat(securitySettings(service)).as(broker).isEqualTo(single);
            assertThat(service.list("command"))
                    .isEqualTo(SECURE.service("kafka").list("command"));
            assertThat(service.environment("KAFKA_LISTENERS"))
                    .matches("CLIENT://:\\d+,INTERNAL://:9092,CONTROLLER://:9093");
            assertThat(service.environment("KAFKA_ADVERTISED_LISTENERS")).endsWith("INTERNAL://" + broker + ":9092");
            assertThat(String.valueOf(service.map("healthcheck").get("test")))
                    .contains("--command-config /opt/pulsefeed/secrets/client.properties");
        }
    }

    private static Map<String, String> securitySettings(Service broker) {
        Map<String, String> settings = new TreeMap<>(broker.environment());
        settings.keySet()
                .removeIf(name ->
                        !name.matches("CLUSTER_ID|KAFKA_(SSL|SASL|CONFIG|LISTENER_|AUTHORIZER|ALLOW|SUPER|INTER).*"));
        return settings;
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka-setup", "connect", "connect-setup", "connect-heal", "kafka-ui", "kafka-exporter"})
    void securedClientsHaveTheSettingsOfTheSingleBroker(String service) {
        assertThat(commandAndSecrets(BOTH.service(service))).isEqualTo(commandAndSecrets(SECURE.service(service)));
    }

    private static String commandAndSecrets(Service service) {
        Map<String, String> environment = new TreeMap<>(service.environment());
        environment
                .keySet()
                .removeIf(name -> name.matches("PULSEFEED_CONNECT_HOST|.*_REPLICATION_FACTOR|KAFKA_SERVERS"));
        return (service.commandLine() + environment + service.rawList("volumes"))
                .replaceAll("(--kafka.server=)kafka1:9092 .*kafka3:9092", "$1kafka:29092")
                .replace(BROKERS, "kafka:29092")
                .replace("--profile cluster", "--profile single");
    }

    /** The process list is readable by every user of the machine. */
    @Test
    void noCommandContainsAPassword() {
        for (ComposeModel stack : List.of(SECURE, BOTH)) {
            assertThat(stack.service("kafka-exporter").commandLine())
                    .contains("@/opt/pulsefeed/secrets/arguments")
                    .doesNotContain("password");
        }
    }
}
