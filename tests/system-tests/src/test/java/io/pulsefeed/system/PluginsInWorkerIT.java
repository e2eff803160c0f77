package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every plugin zip in a real worker, found by its manifests alone ({@code plugin.discovery=service_load}). */
class PluginsInWorkerIT {

    @TempDir
    private static Path home;

    private static TestStack stack;

    @BeforeAll
    static void start() {
        stack = TestStack.start(
                home,
                Map.of(
                        "PULSEFEED_KRAKEN_WS_URL", "ws://127.0.0.1:1/v2",
                        "PULSEFEED_KRAKEN_REST_URL", "http://127.0.0.1:1",
                        "PULSEFEED_EMOTIBIT_DEVICES", "127.0.0.1",
                        "PULSEFEED_ARTICLE_SITES",
                                Checkout.path("connect-config/sites/crypto-news.json")
                                        .toString(),
                        "PULSEFEED_CONTACT_URL", "https://example.org/contact"));
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void listsEveryConnectorOfEveryZip() {
        List<String> packed = PluginZip.built().stream()
                .flatMap(zip -> PluginZip.read(zip).connectors().stream())
                .toList();

        assertThat(packed).isNotEmpty();
        assertThat(stack.connect().plugins()).containsAll(packed);
    }

    /** As it is, without a change: what {@code POST /connectors} would check before it takes the file. */
    @Test
    void acceptsEveryShippedConnectorFile() throws IOException {
        List<String> plugins = stack.connect().plugins();
        List<String> refused = new ArrayList<>();
        for (Path file : Checkout.connectorFiles()) {
            JsonNode root = new ObjectMapper().readTree(Files.readString(file));
            String connectorClass = root.at("/config/connector.class").asText();
            if (!plugins.contains(connectorClass)) {
                refused.add(file.getFileName() + ": there is no plugin " + connectorClass);
                continue;
            }
            assertThat(root.path("name").asText())
                    .isEqualTo(file.getFileName().toString().replace(".json", ""));
            JsonNode config = ((com.fasterxml.jackson.databind.node.ObjectNode)
                            root.get("config").deepCopy())
                    .put("name", root.path("name").asText());
            for (JsonNode each :
                    stack.connect().validate(connectorClass, config).path("configs")) {
                each.at("/value/errors")
                        .forEach(error -> refused.add(file.getFileName() + ": "
                                + each.at("/value/name").asText() + ": " + error.asText()));
            }
        }
        assertThat(refused).isEmpty();
    }

    /** A dead letter topic that is missing stops the sink at its first bad record, since nothing creates topics by itself. */
    @Test
    void hasEveryTopicThatTheShippedFilesName() throws IOException {
        List<String> named = new ArrayList<>();
        for (Path file : Checkout.connectorFiles()) {
            JsonNode config =
                    new ObjectMapper().readTree(Files.readString(file)).get("config");
            named.addAll(List.of(config.path("topics").asText("").split("\\s*,\\s*")));
            named.add(config.path("errors.deadletterqueue.topic.name").asText(""));
        }
        named.removeIf(String::isEmpty);
        for (String profile : List.of("single", "local", "cluster")) {
            List<String> topics = io.pulsefeed.admin.TopicProfile.read(
                            Checkout.path("connect-config/topics/" + profile + ".json"))
                    .topics()
                    .stream()
                    .map(io.pulsefeed.admin.TopicProfile.Topic::name)
                    .toList();
            assertThat(topics).as(profile).containsAll(named);
        }
    }
}
