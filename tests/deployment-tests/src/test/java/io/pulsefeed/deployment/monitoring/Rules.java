package io.pulsefeed.deployment.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The shipped alerts. */
final class Rules {

    private static final YAMLMapper YAML = new YAMLMapper();

    /** An alert with the file that it stands in. */
    record Alert(Path file, JsonNode rule) {

        String name() {
            return rule.get("alert").asText();
        }

        String expression() {
            return rule.get("expr").asText();
        }

        @Override
        public String toString() {
            return name();
        }
    }

    private Rules() {}

    static List<Alert> alerts() {
        List<Alert> alerts = new ArrayList<>();
        for (Path file : Checkout.files("monitoring/prometheus/rules", ".yml")) {
            JsonNode root = read(file);
            root.get("groups").forEach(group -> group.get("rules").forEach(rule -> alerts.add(new Alert(file, rule))));
        }
        return alerts;
    }

    static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
