package io.pulsefeed.cli.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration of a connector in a file.
 *
 * @param config all values as text, as the worker stores them, including {@code name}
 */
record ConnectorFile(String name, Map<String, String> config) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads {@code {"name":..,"config":{..}}}. */
    static ConnectorFile read(Path file) {
        try {
            JsonNode root = JSON.readTree(Files.readString(file));
            JsonNode config = root.path("config");
            if (!root.path("name").isTextual() || !config.isObject()) {
                throw new UserError(file + " is not a connector file. Expected {\"name\": \"..\", \"config\": {..}}.");
            }
            config.properties().stream()
                    .filter(setting -> setting.getValue().isContainerNode())
                    .findFirst()
                    .ifPresent(setting -> {
                        throw new UserError(file + ": the value of " + setting.getKey()
                                + " must be a text, a number or a boolean. Write lists as text, separated by commas.");
                    });
            return of(root.get("name").asText(), config);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read as a connector file: " + IoErrors.describe(e), e);
        }
    }

    static ConnectorFile of(String name, JsonNode config) {
        Map<String, String> settings = new TreeMap<>();
        config.properties().forEach(entry -> {
            if (!entry.getValue().isNull()) {
                settings.put(entry.getKey(), entry.getValue().asText());
            }
        });
        // The worker adds the name if it is missing; without it here, the two would always differ.
        settings.put("name", name);
        return new ConnectorFile(name, settings);
    }

    /** This connector with the settings of {@code overlay}, which take precedence. */
    ConnectorFile withOverrides(ConnectorFile overlay) {
        Map<String, String> settings = new TreeMap<>(config);
        settings.putAll(overlay.config());
        settings.put("name", name);
        return new ConnectorFile(name, settings);
    }

    String connectorClass() {
        return config.getOrDefault("connector.class", "");
    }

    ObjectNode json() {
        ObjectNode node = JSON.createObjectNode();
        config.forEach(node::put);
        return node;
    }
}
