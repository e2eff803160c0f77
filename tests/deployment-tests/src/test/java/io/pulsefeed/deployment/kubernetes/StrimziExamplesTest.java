package io.pulsefeed.deployment.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.pulsefeed.testing.Checkout;
import io.strimzi.api.kafka.model.connect.KafkaConnect;
import io.strimzi.api.kafka.model.connect.KafkaConnectSpec;
import io.strimzi.api.kafka.model.connector.KafkaConnector;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The resources of {@code docs/examples/strimzi}: as Strimzi's model has them, and the same as the files they stand for. */
class StrimziExamplesTest {

    private static final String FOLDER = "docs/examples/strimzi";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Class<?>> KINDS = Map.of(
            "KafkaConnect", KafkaConnect.class,
            "KafkaConnector", KafkaConnector.class,
            "KafkaTopic", KafkaTopic.class,
            "KafkaUser", KafkaUser.class);

    static List<Path> files() {
        return Checkout.files(FOLDER, ".yaml");
    }

    static List<Path> shippedConnectors() {
        return Checkout.files("connect-config/connectors", ".json");
    }

    private static List<JsonNode> resources(String file) throws IOException {
        List<JsonNode> resources = new ArrayList<>();
        YAMLFactory yaml = new YAMLFactory();
        try (var parser = yaml.createParser(Checkout.path(FOLDER + "/" + file).toFile())) {
            new ObjectMapper(yaml).readValues(parser, JsonNode.class).forEachRemaining(resources::add);
        }
        return resources;
    }

    private static Stream<JsonNode> each(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyResourceIsWhatStrimziExpects(Path file) throws Exception {
        for (JsonNode resource : resources(file.getFileName().toString())) {
            Class<?> kind = KINDS.get(resource.required("kind").asText());
            assertThat(kind).as(resource.required("kind").asText()).isNotNull();
            assertThat(StrimziModel.complaints(resource, kind))
                    .as(resource.at("/metadata/name").asText())
                    .isEmpty();
            assertThat(resource.at("/metadata/name").asText())
                    .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
        }
    }

    /** The judge judges: each of these would be refused by the cluster, or silently do nothing. */
    @Test
    void aWrongResourceIsFound() throws Exception {
        JsonNode good = resources("connect.yaml").get(0);
        ObjectNode unknown = good.deepCopy();
        ((ObjectNode) unknown.get("spec")).put("bootstrapServer", "x");
        assertThat(StrimziModel.complaints(unknown, KafkaConnect.class)).hasSize(1);
        ObjectNode incomplete = good.deepCopy();
        ((ObjectNode) incomplete.get("spec")).remove("groupId");
        assertThat(StrimziModel.complaints(incomplete, KafkaConnect.class)).hasSize(1);
        ObjectNode nested = good.deepCopy();
        ((ObjectNode) nested.at("/spec/template/pod")).put("volume", "x");
        assertThat(StrimziModel.complaints(nested, KafkaConnect.class)).hasSize(1);

        ObjectNode old = resources("users.yaml").get(0).deepCopy();
        ((ObjectNode) old.at("/spec/authorization/acls/0")).put("operation", "Read");
        assertThat(StrimziModel.complaints(old, KafkaUser.class)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("shippedConnectors")
    void aConnectorIsTheShippedOneWithItsOwnLogin(Path file) throws IOException {
        JsonNode shipped = JSON.readTree(file.toFile());
        String name = shipped.required("name").asText();
        JsonNode resource = resources("connector-" + name + ".yaml").get(0);

        Map<String, String> config = new TreeMap<>();
        resource.at("/spec/config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        for (String client : List.of("producer", "consumer", "admin")) {
            assertThat(config.remove(client + ".override.sasl.jaas.config"))
                    .isEqualTo("${dir:/mnt/users/" + name + ":sasl.jaas.config}");
        }
        config.put("connector.class", resource.at("/spec/class").asText());
        config.put("tasks.max", resource.at("/spec/tasksMax").asText());
        Map<String, String> expected = new TreeMap<>();
        shipped.required("config")
                .properties()
                .forEach(entry -> expected.put(entry.getKey(), entry.getValue().asText()));
        // Three brokers, so three copies of what could not be written.
        expected.computeIfPresent("errors.deadletterqueue.topic.replication.factor", (key, one) -> "3");
        assertThat(config).isEqualTo(expected);
        assertThat(resource.at("/metadata/name").asText()).isEqualTo(name);
    }

    @Test
    void topicsAreThoseOfTheClusterProfile() throws IOException {
        Map<String, JsonNode> expected = new TreeMap<>();
        JSON.readTree(Checkout.text("connect-config/topics/cluster.json"))
                .required("topics")
                .forEach(topic -> expected.put(topic.required("name").asText(), topic));
        Map<String, JsonNode> resources = new TreeMap<>();
        resources("topics.yaml")
                .forEach(topic -> resources.put(topic.at("/spec/topicName").asText(), topic.required("spec")));

        assertThat(resources.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, topic) -> {
            JsonNode spec = resources.get(name);
            assertThat(spec.required("partitions")).as(name).isEqualTo(topic.required("partitions"));
            assertThat(spec.required("replicas")).as(name).isEqualTo(topic.required("replication.factor"));
            assertThat(spec.required("config")).as(name).isEqualTo(topic.required("config"));
        });
    }

    /** The same rights as in the secure overlay, which is where they were tried. */
    @Test
    void usersHaveTheRightsOfTheOverlay() throws IOException {
        Map<String, Set<String>> expected = new TreeMap<>();
        JSON.readTree(Checkout.text("security/acls.json"))
                .required("principals")
                .forEach(user -> {
                    String name = user.required("principal").asText();
                    if (!name.startsWith("kafka-")) {
                        user.required("acls").forEach(acl -> acl.required("operations")
                                .forEach(operation -> expected.computeIfAbsent(name, n -> new TreeSet<>())
                                        .add(right(
                                                acl.path("resource"),
                                                acl.path("name"),
                                                acl.path("pattern"),
                                                operation))));
                    }
                });
        Map<String, Set<String>> users = new TreeMap<>();
        for (JsonNode user : resources("users.yaml")) {
            user.at("/spec/authorization/acls")
                    .forEach(acl -> acl.required("operations").forEach(operation -> users.computeIfAbsent(
                                    user.at("/metadata/name").asText(), n -> new TreeSet<>())
                            .add(right(
                                    acl.at("/resource/type"),
                                    acl.at("/resource/name"),
                                    acl.at("/resource/patternType"),
                                    operation))));
        }
        assertThat(users).isEqualTo(expected);
    }

    private static String right(JsonNode resource, JsonNode name, JsonNode pattern, JsonNode operation) {
        return Stream.of(resource, pattern, operation)
                        .map(node -> node.asText().replaceAll("[-_]", "").toLowerCase(Locale.ROOT))
                        .map(word -> word.replaceFirst("^prefixed$", "prefix"))
                        .toList()
                + " " + name.asText();
    }

    /** The worker's settings are those of the compose file, but for what Strimzi sets by itself and refuses to be told. */
    @Test
    void theWorkerIsSetAsInTheComposeFile() throws IOException {
        JsonNode spec = resources("connect.yaml").get(0).required("spec");
        Map<String, String> config = new TreeMap<>();
        spec.required("config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        for (String prefix : KafkaConnectSpec.FORBIDDEN_PREFIXES.split(",\\s*")) {
            assertThat(config.keySet()).noneMatch(key -> key.startsWith(prefix));
        }
        config.put("group.id", spec.required("groupId").asText());
        config.put("config.storage.topic", spec.required("configStorageTopic").asText());
        config.put("offset.storage.topic", spec.required("offsetStorageTopic").asText());
        config.put("status.storage.topic", spec.required("statusStorageTopic").asText());

        Properties worker = new Properties();
        try (var in = Files.newBufferedReader(Checkout.path("connect-config/worker/compose.properties"))) {
            worker.load(in);
        }
        Map<String, String> expected = new TreeMap<>();
        worker.stringPropertyNames().stream()
                .filter(key -> !key.matches("(listeners|rest\\.|plugin\\.path|bootstrap|config\\.providers|scheduled).*"
                        + "|(offset|status)\\.storage\\.partitions"))
                .forEach(key -> expected.put(key, worker.getProperty(key)));
        config.keySet().removeIf(key -> key.startsWith("config.providers"));
        assertThat(config).isEqualTo(expected);
    }

    /** Every secret and every setting that a connector asks for is handed to the container. */
    @Test
    void theWorkerHasWhatTheConnectorsAskFor() throws IOException {
        JsonNode template = resources("connect.yaml").get(0).at("/spec/template");
        Set<String> environment = new TreeSet<>();
        template.at("/connectContainer/env")
                .forEach(entry -> environment.add(entry.required("name").asText()));
        Map<String, String> mounted = new TreeMap<>();
        template.at("/connectContainer/volumeMounts")
                .forEach(mount -> mounted.put(
                        mount.required("name").asText(),
                        mount.required("mountPath").asText()));
        Set<String> asked = new TreeSet<>();
        for (Path file : shippedConnectors()) {
            var matcher = Pattern.compile("\\$\\{env:(\\w+)}")
                    .matcher(Checkout.text(Checkout.ROOT.relativize(file).toString()));
            while (matcher.find()) {
                asked.add(matcher.group(1));
            }
            String name = file.getFileName().toString().replace(".json", "");
            assertThat(mounted).containsEntry("user-" + name, "/mnt/users/" + name);
            assertThat(each(template.at("/pod/volumes"))
                            .filter(volume -> volume.required("name").asText().equals("user-" + name))
                            .map(volume -> volume.at("/secret/secretName").asText()))
                    .containsExactly(name);
        }
        assertThat(environment).isEqualTo(asked);
    }
}
