package io.pulsefeed.deployment.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.deployment.process.Command;
import io.pulsefeed.deployment.process.Daemon;
import io.pulsefeed.deployment.process.KafkaJvm;
import io.pulsefeed.deployment.process.PropertiesFile;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.FreePorts;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients with the settings of docs/managed.md, on a broker that requires SCRAM, PLAIN or a client certificate like the providers. */
class ManagedKafkaIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TOPIC = "managed";

    @TempDir
    private static Path folder;

    private static int saslPort;
    private static int certificatePort;
    private static Daemon broker;

    @BeforeAll
    static void start() throws Exception {
        Command.of(
                        "/bin/sh",
                        Checkout.path("security/make-secrets").toString(),
                        "--dir",
                        folder.resolve("secrets").toString())
                .withOnly(Map.of())
                .succeed(folder.resolve("make-secrets.log"));
        int[] ports = FreePorts.take(3);
        saslPort = ports[0];
        certificatePort = ports[1];
        Path settings = PropertiesFile.write(settings(ports[2]), folder.resolve("server.properties"));
        KafkaJvm jvm = KafkaJvm.broker(256).loggingInto(folder.resolve("logs"));
        Command.Ended format = jvm.command(
                        "kafka.tools.StorageTool",
                        "format",
                        "-t",
                        "cHVsc2VmZWVkLWdyb3d0aA",
                        "-c",
                        settings.toString(),
                        "--add-scram",
                        "SCRAM-SHA-512=[name=USER,password=PASSWORD]")
                .run();
        assertThat(format.code()).as(format.output()).isZero();
        broker = new Daemon("broker", jvm.command("kafka.Kafka", settings.toString()), folder).start();
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> {
            try (Admin admin = Admin.create(client("aiven"))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
                        .all()
                        .get();
            }
        });
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    private static Properties settings(int controllerPort) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "node.id", "1",
                "process.roles", "broker,controller",
                "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
                "controller.listener.names", "CONTROLLER",
                "inter.broker.listener.name", "CERTIFICATE",
                "listeners",
                        "LOGIN://localhost:" + saslPort + ",CERTIFICATE://localhost:" + certificatePort
                                + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "listener.security.protocol.map", "LOGIN:SASL_SSL,CERTIFICATE:SSL,CONTROLLER:PLAINTEXT",
                "log.dirs", folder.resolve("data").toString(),
                "offsets.topic.replication.factor", "1",
                "log.cleaner.dedupe.buffer.size", "2097152"));
        settings.putAll(
                Map.of(
                        "ssl.keystore.type", "PEM",
                        "ssl.keystore.location",
                                folder.resolve("secrets/broker/keystore.pem").toString(),
                        "ssl.truststore.type", "PEM",
                        "ssl.truststore.location",
                                folder.resolve("secrets/broker/ca.crt").toString(),
                        "listener.name.certificate.ssl.client.auth", "required",
                        "sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN",
                        "listener.name.login.scram-sha-512.sasl.jaas.config",
                                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                        "listener.name.login.plain.sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required user_API_KEY=\"API_SECRET\";"));
        return settings;
    }

    /** The settings of a provider on the page, with the addresses and files of the test. */
    private static Map<String, Object> client(String provider) throws IOException {
        Matcher block = Pattern.compile("<!-- " + provider + ":begin -->\\s+```properties\\R(.*?)```", Pattern.DOTALL)
                .matcher(Checkout.text("docs/managed.md"));
        assertThat(block.find()).as(provider).isTrue();
        Properties page = new Properties();
        page.load(new StringReader(block.group(1)
                .replace(
                        "/run/secrets/ca.pem",
                        folder.resolve("secrets/ca/ca.crt").toString())
                .replace(
                        "/run/secrets/service-cert-and-key.pem",
                        folder.resolve("secrets/admin/operator.pem").toString())));
        Map<String, Object> settings = new HashMap<>();
        page.forEach((key, value) -> settings.put((String) key, value));
        // A public authority signs the certificates of the first two providers.
        settings.putIfAbsent("ssl.truststore.type", "PEM");
        settings.putIfAbsent(
                "ssl.truststore.location", folder.resolve("secrets/ca/ca.crt").toString());
        settings.put("bootstrap.servers", "localhost:" + (provider.equals("aiven") ? certificatePort : saslPort));
        settings.put("request.timeout.ms", 5_000);
        settings.put("default.api.timeout.ms", 10_000);
        return settings;
    }

    private static void send(Map<String, Object> settings, String value) throws Exception {
        Map<String, Object> producer = new HashMap<>(settings);
        producer.remove("default.api.timeout.ms");
        producer.putAll(Map.of("max.block.ms", 10_000, "delivery.timeout.ms", 10_000, "linger.ms", 0));
        try (KafkaProducer<String, String> client =
                new KafkaProducer<>(producer, new StringSerializer(), new StringSerializer())) {
            client.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    @ParameterizedTest
    @CsvSource({"msk", "confluent", "aiven"})
    void writesAndReadsWithTheSettingsOfThePage(String provider) throws Exception {
        send(client(provider), "from " + provider);

        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client(provider), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().atMost(LIMIT).until(() -> {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.value().equals("from " + provider)) {
                        return true;
                    }
                }
                return false;
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"msk,PASSWORD", "confluent,API_SECRET"})
    void rejectsAWrongPassword(String provider, String password) throws IOException {
        Map<String, Object> settings = client(provider);
        settings.computeIfPresent("sasl.jaas.config", (key, value) -> ((String) value).replace(password, "wrong"));
        assertThatThrownBy(() -> send(settings, "x"))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void rejectsAClientWithoutACertificate() throws IOException {
        Map<String, Object> settings = client("aiven");
        settings.keySet().removeIf(key -> key.startsWith("ssl.keystore"));
        assertThatThrownBy(() -> send(settings, "x"))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SslAuthenticationException.class);
    }
}
