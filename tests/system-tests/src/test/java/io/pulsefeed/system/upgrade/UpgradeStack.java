package io.pulsefeed.system.upgrade;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.stack.LocalStack;
import io.pulsefeed.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** An embedded stack with the four plugins of one checkout, used through Connect's REST interface and Kafka alone. */
final class UpgradeStack implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(90);
    static final String OFFSETS_TOPIC = "connect-offsets";

    private static final String RETENTION = "retention.ms";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PLUGINS =
            List.of("kraken-source", "article-source", "emotibit-source", "timescale-sink");

    private final HttpClient http = HttpClient.newHttpClient();
    private final LocalStack stack;

    private UpgradeStack(LocalStack stack) {
        this.stack = stack;
    }

    /** @param checkout a checkout whose plugins are packaged */
    static UpgradeStack start(Path checkout, Path home) {
        int[] ports = FreePorts.take(4);
        UpgradeStack started = new UpgradeStack(LocalStack.builder()
                .home(home)
                .kafkaPort(ports[0])
                .controllerPort(ports[1])
                .connectPort(ports[2])
                .databasePort(ports[3])
                .jvmOptions(List.of("-XX:TieredStopAtLevel=1"))
                .plugins(PLUGINS.stream()
                        .map(module -> zip(checkout.resolve(module)))
                        .toList())
                .start((phase, took) -> {}));
        SinkScenario.TOPICS.values().forEach(started::disableRetention);
        return started;
    }

    private static Path zip(Path module) {
        try (Stream<Path> files = Files.list(module.resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("pulsefeed-.*\\.zip"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(module + " is not packaged"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Database database() {
        return new Database(stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword());
    }

    /** The process of the worker. */
    long pid() {
        return stack.pid();
    }

    /** Creates or updates a connector and waits until its task runs. */
    void run(String name, Map<String, String> config) {
        Map<String, String> named = new TreeMap<>(config);
        named.put("name", name);
        try {
            send("PUT", "/connectors/" + name + "/config", JSON.writeValueAsString(named));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(TIMEOUT).ignoreExceptions().until(() -> {
            JsonNode status = JSON.readTree(send("GET", "/connectors/" + name + "/status", null));
            String state = status.at("/tasks/0/state").asText();
            if (state.equals("FAILED")) {
                throw new AssertionError(status.at("/tasks/0/trace").asText());
            }
            return state.equals("RUNNING");
        });
    }

    void delete(String name) {
        send("DELETE", "/connectors/" + name, null);
    }

    /** Deletes the connectors that a failed check has left running. */
    void deleteConnectors() {
        try {
            for (JsonNode name : JSON.readTree(send("GET", "/connectors", null))) {
                delete(name.asText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.restUrl() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        method + " " + path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Creates topics of one partition. The records of the scenarios have fixed, old timestamps: no topic may expire them. */
    void createTopics(List<String> names) {
        admin(admin -> admin.createTopics(names.stream()
                        .map(name -> new NewTopic(name, 1, (short) 1).configs(Map.of(RETENTION, "-1")))
                        .toList())
                .all());
    }

    private void disableRetention(List<String> topics) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (String topic : topics) {
            changes.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    List.of(new AlterConfigOp(new ConfigEntry(RETENTION, "-1"), AlterConfigOp.OpType.SET)));
        }
        admin(admin -> admin.incrementalAlterConfigs(changes).all());
    }

    private void admin(Function<Admin, KafkaFuture<Void>> call) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            call.apply(admin).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The committed records of a topic. */
    List<ConsumerRecord<byte[], byte[]>> consume(String topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** Fails when a task has failed: its records would never arrive. */
    List<StoredRecord> records(String topic) {
        requireNoFailedTask();
        return consume(topic).stream().map(StoredRecord::of).toList();
    }

    private void requireNoFailedTask() {
        try {
            for (JsonNode connector : JSON.readTree(send("GET", "/connectors?expand=status", null))) {
                JsonNode task = connector.at("/status/tasks/0");
                if (task.path("state").asText().equals("FAILED")) {
                    throw new AssertionError(task.path("trace").asText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a topic has at least {@code count} records and returns them all. */
    List<StoredRecord> awaitRecords(String topic, int count) {
        await().alias(count + " records in " + topic)
                .atMost(TIMEOUT)
                .until(() -> records(topic).size() >= count);
        return records(topic);
    }

    /** Sends records to the topics that they name. */
    void produce(List<StoredRecord> records) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (StoredRecord record : records) {
                ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(
                        record.topic(), null, record.timestamp(), record.keyBytes(), record.valueBytes());
                for (int i = 0; i < record.headers().size(); i += 2) {
                    sent.headers()
                            .add(
                                    record.headers().get(i),
                                    record.headers().get(i + 1).getBytes(StandardCharsets.UTF_8));
                }
                producer.send(sent).get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
