package io.pulsefeed.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule detects its violation: applies the rules to the shipped files with one change. */
class BrokenFilesTest {

    /** Rule | replaced text | replacement | text that a violation must contain. */
    private static final String VIOLATIONS =
            """
            pinned images | prometheus:v3.13.5 | prometheus:latest | prometheus
            pinned images | kafka-exporter:v1.9.0 | kafka-exporter | no tag
            pinned images | prom/node-exporter | bitnami/node-exporter | node-exporter
            pinned images | ${GRAFANA_IMAGE:-grafana/grafana:12.2.0} | grafana/grafana:12.2.0 | grafana
            restarts | restart: unless-stopped | restart: always | connect
            restarts | restart: "no" | restart: on-failure | kafka-setup
            health checks | test: ["CMD-SHELL", "pg_isready | none: [" | timescaledb
            health checks | x-no-healthcheck: a job | x-because: a job | connect-setup
            health checks | interval: 15s | every: 15s | kafka
            limits | mem_limit: 64m | mem_limit: none | node-exporter
            limits | max-size: 50m, | '' | kafka
            limits | max-size: 50m | max-size: 500m | 1500 MiB
            bound ports | ${BIND_ADDR:-127.0.0.1}:8083 | 8083 | connect
            bound ports | ${BIND_ADDR:-127.0.0.1}:3000 | ${BIND_ADDR:-0.0.0.0}:3000 | grafana
            bound ports | shm_size: 256m | network_mode: host | timescaledb
            conditions | timescaledb: {condition: service_healthy} | timescaledb: {condition: service_started} | connect
            conditions | connect: {condition: service_healthy} | worker: {condition: service_healthy} | connect-setup
            privileges | security_opt: ["no-new-privileges:true"] | labels: {} | prometheus
            privileges | cap_drop: [ALL] | cap_drop: [NET_RAW] | timescaledb
            privileges | shm_size: 256m | privileged: true | timescaledb
            privileges | shm_size: 256m | read_only: true | timescaledb
            secrets | POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password | POSTGRES_PASSWORD: secret-4711 | timescaledb
            secrets | PULSEFEED_DB_USER: pulsefeed | PULSEFEED_DB_USER: ${POSTGRES_PASSWORD} | connect
            secrets | jdbc:postgresql://timescaledb | jdbc:postgresql://me:mine@timescaledb | connect
            secrets | {environment: GRAFANA_PASSWORD} | {content: admin} | grafana_password
            volumes | kafka-data:/var/lib/kafka/data | kafka-data:/tmp/kafka | kafka
            volumes | KAFKA_LOG_DIRS: /var/lib/kafka/data | KAFKA_LOG_DIRS: /tmp/kafka-logs | stays empty
            volumes | /var/lib/postgresql/data | /var/lib/postgresql | timescaledb
            volumes | 2.29.2-pg17 | 2.29.2-pg18 | timescaledb
            volumes | - prometheus-data:/prometheus | - ./data:/prometheus | prometheus
            mounts | ./monitoring/alertmanager: | ./monitoring/alerts: | alertmanager
            mounts | /:/host:ro | /:/host | node-exporter
            topics | TOPIC_PROFILE:-single | TOPIC_PROFILE:-double | kafka-setup
            topics | TOPIC_PROFILE:-single | TOPIC_PROFILE:-cluster | 3 replicas on 1 broker(s)
            topics | KAFKA_AUTO_CREATE_TOPICS_ENABLE: "false" | KAFKA_AUTO_CREATE_TOPICS_ENABLE: "true" | auto-creates
            topics | KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "1" | KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "3" | OFFSETS
            placeholders | PULSEFEED_KRAKEN_REST_URL: | KRAKEN_REST_URL: | PULSEFEED_KRAKEN_REST_URL
            placeholders | PULSEFEED_BOOTSTRAP_SERVERS: | BOOTSTRAP_SERVERS: | PULSEFEED_BOOTSTRAP_SERVERS
            connectors | timescale-emotibit $ | timescale-emotibits $ | timescale-emotibits
            """;

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = VIOLATIONS)
    void ruleDetectsItsViolation(String rule, String from, String to, String expected) {
        assertThat(ComposeFilesTest.RULES).containsKey(rule);
        List<String> faults = ComposeFilesTest.RULES.get(rule).apply(ComposeModel.of(replacing(from, to)));
        assertThat(faults).anyMatch(fault -> fault.contains(expected));
    }

    @Test
    void everyRuleHasAViolation() {
        assertThat(VIOLATIONS.lines().map(line -> line.substring(0, line.indexOf('|'))
                        .strip()))
                .containsAll(ComposeFilesTest.RULES.keySet());
    }

    @Test
    void detectsMissingSuperfluousAndDifferentVariables() {
        assertThat(Settings.faults(replacing("#CONNECT_MEM_LIMIT=1g\n", "")))
                .containsExactly("CONNECT_MEM_LIMIT is missing in .env.example");
        assertThat(Settings.faults(replacing("#PROMETHEUS_RETENTION=15d", "#PROMETHEUS_RETENTION=30d")))
                .hasSize(1);
        assertThat(Settings.faults(replacing("GRAFANA_PASSWORD=\n", "GRAFANA_PASSWORD=admin\n")))
                .hasSize(1);
        assertThat(Settings.faults(replacing("#BIND_ADDR=", "#BIND_ADDRESS="))).hasSize(2);
    }

    @Test
    void detectsDifferentPorts() {
        TreeSet<String> page = PortsTable.inDocs(UnaryOperator.identity());
        assertThat(PortsTable.inFiles(replacing(":8081:8080", ":8082:8080"))).isNotEqualTo(page);
        assertThat(PortsTable.inFiles(replacing("profiles: [ui]", "profiles: [monitoring]")))
                .isNotEqualTo(page);
        assertThat(PortsTable.inDocs(replacing("| 15432 |", "| 5432 |"))).isNotEqualTo(page);
    }

    private static UnaryOperator<String> replacing(String from, String to) {
        return text -> text.replace(from, to);
    }
}
