package io.pulsefeed.deployment.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.Http;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The secure overlay, run with Kafka's programs instead of containers. Settings and commands of the broker are read from the compose
 * files, those of the worker from its file, and the ACLs from {@code security/acls.json}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecureStackIT {

    @TempDir
    private static Path folder;

    private static SecureStack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = SecureStack.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (stack != null) {
            stack.close();
        }
    }

    /** The only denied operations are those that Connect tries first and does not need. */
    @Test
    @Order(1)
    void everyConnectorWorksWithItsOwnCredentials() throws Exception {
        for (String table : List.of("trade_data", "ticker_data", "alert_data", "article_data", "emotibit_sample")) {
            await(table).atMost(SecureStack.LIMIT).ignoreExceptions().untilAsserted(() -> assertThat(count(table))
                    .isPositive());
        }
        await().atMost(SecureStack.LIMIT).untilAsserted(() -> assertThat(records("admin", "Emotibit_processdata"))
                .isNotEmpty());
        stack.connect().awaitRunning(SecureStack.CONNECTORS, SecureStack.LIMIT);

        assertThat(audit().denied())
                .allMatch(
                        line -> line.matches("\\S+ (CREATE|DESCRIBE_CONFIGS) Topic connect-(configs|offsets|status)"));
    }

    private static AuditLog audit() {
        return new AuditLog(stack.home().log("audit.log"));
    }

    private static long count(String table) throws SQLException {
        try (Connection connection = DriverManager.getConnection(stack.jdbcUrl(), "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** With the transactional ids of the ACLs, so that a source commits records and offsets together. */
    @Test
    @Order(2)
    void sourcesWriteInTransactions() throws Exception {
        try (Admin admin = Admin.create(stack.client("admin"))) {
            assertThat(admin.listTransactions().all().get())
                    .extracting(transaction -> transaction.transactionalId())
                    .contains(
                            "connect-cluster-pulsefeed-connect",
                            "pulsefeed-connect-kraken-source-0",
                            "pulsefeed-connect-article-source-0",
                            "pulsefeed-connect-emotibit-source-0");
        }
    }

    @Test
    @Order(3)
    void rejectsUnauthenticatedClients() throws Exception {
        // The broker closes these two connections without a response, so the client retries until its timeout.
        Map<String, Object> unencrypted = new HashMap<>(stack.encrypted());
        unencrypted.putAll(Map.of("default.api.timeout.ms", 2_000, "request.timeout.ms", 1_500));
        Map<String, Object> withoutCredentials = Map.copyOf(unencrypted);
        unencrypted.put("security.protocol", "PLAINTEXT");
        assertThatThrownBy(() -> topics(unencrypted)).hasCauseInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> topics(withoutCredentials)).hasCauseInstanceOf(KafkaException.class);
        assertThatThrownBy(() -> topics(stack.client("kraken-source", "wrong")))
                .hasRootCauseInstanceOf(SaslAuthenticationException.class);
        assertThatThrownBy(() -> topics(stack.client("nobody", "wrong")))
                .hasRootCauseInstanceOf(SaslAuthenticationException.class);

        assertThat(topics(stack.client("admin"))).contains("rawtrade", "Emotibit_rawdata");
    }

    /** The visible topics: those without a DESCRIBE permission are not listed. */
    private static Set<String> topics(Map<String, Object> client) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(client)) {
            return admin.listTopics().names().get();
        }
    }

    @Test
    @Order(4)
    void connectorAccessesOnlyItsOwnTopics() throws Exception {
        assertThat(topics(stack.client("kraken-source")))
                .containsExactlyInAnyOrder(
                        "rawtrade", "rawticker", "rawalert", "pulsefeed_accounts", "connect-offsets");
        assertThatThrownBy(() -> send("kraken-source", "Emotibit_rawdata", "x"))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> records("kraken-source", "rawtrade")).isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> records("timescale-cryptoviz", "Emotibit_rawdata"))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> send("timescale-cryptoviz", "rawtrade", "x"))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> send("connect-worker", "rawtrade", "x"))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
    }

    private static void send(String principal, String topic, String value) throws Exception {
        Map<String, Object> settings = stack.client(principal);
        settings.put("enable.idempotence", false);
        settings.put("delivery.timeout.ms", 8_000);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "test", value)).get();
        }
    }

    private static List<ConsumerRecord<String, String>> records(String principal, String topic) throws IOException {
        Map<String, Object> settings = stack.client(principal);
        settings.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            return List.copyOf(consumer.poll(Duration.ofSeconds(5)).records(new TopicPartition(topic, 0)));
        }
    }

    /** The exporter reads no records, Kafka UI reads markets and news; neither reads EmotiBit records. */
    @Test
    @Order(5)
    void monitoringPrincipalsReadNoEmotiBitRecords() throws Exception {
        for (String principal : List.of("kafka-exporter", "kafka-ui")) {
            try (Admin admin = Admin.create(stack.client(principal))) {
                assertThat(admin.listTopics().names().get()).contains("rawtrade", "Emotibit_rawdata");
                assertThat(admin.listOffsets(Map.of(new TopicPartition("Emotibit_rawdata", 0), OffsetSpec.latest()))
                                .all()
                                .get())
                        .isNotEmpty();
                assertThat(admin.listGroups().all().get()).isNotEmpty();
                assertThat(admin.listConsumerGroupOffsets("connect-timescale-cryptoviz")
                                .partitionsToOffsetAndMetadata()
                                .get())
                        .isNotEmpty();
            }
            assertThatThrownBy(() -> records(principal, "Emotibit_rawdata"))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
        assertThatThrownBy(() -> records("kafka-exporter", "rawtrade")).isInstanceOf(TopicAuthorizationException.class);
        assertThat(records("kafka-ui", "rawtrade")).isNotEmpty();
        try (Admin admin = Admin.create(stack.client("kafka-ui"))) {
            assertThat(admin.describeConfigs(List.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, "rawtrade"),
                                    new ConfigResource(ConfigResource.Type.BROKER, "1")))
                            .all()
                            .get())
                    .hasSize(2);
            assertThatThrownBy(
                            () -> admin.deleteTopics(List.of("rawtrade")).all().get())
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    @Order(6)
    void restRequiresAClientCertificate() throws Exception {
        Http operator = Http.to(stack.home().restUrl(), stack.operator(true));
        assertThat(operator.call("GET", "/connectors", null).status()).isEqualTo(200);

        Http withoutCertificate = Http.to(stack.home().restUrl(), stack.operator(false));
        assertThatThrownBy(() -> withoutCertificate.get("/connectors")).isInstanceOf(IOException.class);
        Http unencrypted = Http.to(stack.home().restUrl().replace("https", "http"), stack.operator(true));
        assertThatThrownBy(() -> unencrypted.get("/connectors")).isInstanceOf(IOException.class);
    }

    /** REST clients choose what a provider reads, so a provider must be limited to its folder. */
    @Test
    @Order(7)
    void configProvidersReadOnlyTheirFolder() throws Exception {
        Http rest = Http.to(stack.home().restUrl(), stack.operator(true));
        Path outside = Files.writeString(folder.resolve("outside"), "must-not-be-read");
        for (String placeholder :
                List.of("${env:PATH}", "${dir:" + folder + ":outside}", "${file:" + outside + ":x}")) {
            String answer = rest.call(
                            "PUT",
                            "/connector-plugins/KrakenSourceConnector/config/validate",
                            "{\"connector.class\":\"KrakenSourceConnector\",\"name\":\"x\",\"topic.trade\":\""
                                    + placeholder + "\"}")
                    .body();
            assertThat(answer).contains("topic.trade").doesNotContain("must-not-be-read", System.getenv("PATH"));
        }
    }

    @Test
    @Order(8)
    void logsAndResponsesContainNoSecret() throws Exception {
        Set<String> secrets = new TreeSet<>(Set.of(SecureStack.DATABASE_PASSWORD));
        try (Stream<Path> files = Files.walk(stack.home().secrets())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.getParent().endsWith("users")
                        || file.getFileName().toString().matches(".*password")) {
                    secrets.add(Files.readString(file));
                }
            }
        }
        assertThat(secrets).hasSizeGreaterThan(10).allMatch(secret -> secret.length() > 16);
        StringBuilder text = new StringBuilder();
        try (Stream<Path> logs = Files.list(stack.home().folder().resolve("logs"))) {
            for (Path log : logs.toList()) {
                text.append(Files.readString(log, StandardCharsets.UTF_8));
            }
        }
        Http rest = Http.to(stack.home().restUrl(), stack.operator(true));
        text.append(rest.get("/connectors?expand=info&expand=status").body());
        for (String connector : SecureStack.CONNECTORS) {
            String config = rest.get("/connectors/" + connector + "/config").body();
            assertThat(config).contains("${dir:").contains("sasl.jaas.config");
            String type = config.replaceAll(".*\"connector.class\":\"([^\"]+)\".*", "$1");
            text.append(config)
                    .append(rest.get("/connectors/" + connector + "/tasks").body())
                    .append(rest.get("/connectors/" + connector + "/status").body())
                    .append(rest.call("PUT", "/connector-plugins/" + type + "/config/validate", config)
                            .body());
        }
        assertThat(secrets).allSatisfy(secret -> assertThat(text.indexOf(secret))
                .as("position of a secret in logs or responses")
                .isNegative());
    }

    /** Writing dead letters and resetting offsets need permissions that nothing else needs. */
    @Test
    @Order(9)
    void deadLettersAndOffsetResetWork() throws Exception {
        for (String sink : List.of("timescale-cryptoviz", "timescale-emotibit")) {
            send("admin", sink.endsWith("cryptoviz") ? "rawtrade" : "Emotibit_rawdata", "this is not JSON");
            await().atMost(SecureStack.LIMIT).untilAsserted(() -> assertThat(records("admin", "dlq." + sink))
                    .isNotEmpty());
            stack.connect().stop(sink);
            await().atMost(SecureStack.LIMIT)
                    .until(() -> stack.connect().status(sink).tasks().isEmpty());
            stack.connect().resetOffsets(sink);
            stack.connect().resume(sink);
        }
        stack.connect().awaitRunning(SecureStack.CONNECTORS, SecureStack.LIMIT);
    }

    /** The audit log names the ACL of each decision; an ACL that allowed nothing is superfluous. */
    @Test
    @Order(10)
    void everyAclOfTheFileIsNeeded() throws Exception {
        Set<String> granted = new TreeSet<>();
        AclTable.read(Checkout.path("security/acls.json"))
                .forEach(row -> granted.add(String.join(
                        " ",
                        row.principal(),
                        row.operation(),
                        row.resource().toUpperCase(Locale.ROOT).replace('-', '_'),
                        row.name(),
                        row.pattern().toUpperCase(Locale.ROOT))));

        // Sources write their accounts about a minute after a change.
        await().atMost(SecureStack.LIMIT)
                .untilAsserted(() -> assertThat(audit().used()).containsExactlyElementsOf(granted));
    }

    @Test
    @Order(11)
    void connectorFailsAndReportsTheMissingPermission() throws Exception {
        revoke("kraken-source", ResourceType.TOPIC, "rawticker", PatternType.LITERAL, AclOperation.WRITE);
        revoke(
                "emotibit-source",
                ResourceType.TRANSACTIONAL_ID,
                "pulsefeed-connect-emotibit-source-",
                PatternType.PREFIXED,
                AclOperation.WRITE);
        revoke(
                "timescale-cryptoviz",
                ResourceType.GROUP,
                "connect-timescale-cryptoviz",
                PatternType.LITERAL,
                AclOperation.READ);

        // The sink is already a member of its group and is denied only when it joins again.
        Http.to(stack.home().restUrl(), stack.operator(true))
                .call("POST", "/connectors/timescale-cryptoviz/restart?includeTasks=true", "");

        assertFails("kraken-source", "rawticker");
        assertFails("emotibit-source", "TransactionalId");
        assertFails("timescale-cryptoviz", "connect-timescale-cryptoviz");

        stack.applyAcls();
        for (String connector : List.of("kraken-source", "emotibit-source", "timescale-cryptoviz")) {
            stack.connect().restartFailed(connector);
        }
        stack.connect().awaitRunning(SecureStack.CONNECTORS, SecureStack.LIMIT);
    }

    private static void revoke(
            String principal, ResourceType type, String name, PatternType pattern, AclOperation operation)
            throws Exception {
        try (Admin admin = Admin.create(stack.client("admin"))) {
            assertThat(admin.deleteAcls(List.of(new AclBindingFilter(
                                    new ResourcePatternFilter(type, name, pattern),
                                    new AccessControlEntryFilter(
                                            "User:" + principal, "*", operation, AclPermissionType.ALLOW))))
                            .all()
                            .get())
                    .hasSize(1);
        }
    }

    private static void assertFails(String connector, String expected) {
        await(connector).atMost(SecureStack.LIMIT).untilAsserted(() -> assertThat(
                        stack.connect().status(connector).failure())
                .containsIgnoringCase("authoriz")
                .contains(expected));
    }
}
