package io.pulsefeed.deployment.monitoring;

import io.pulsefeed.testing.Http;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A running Alertmanager, asked through its HTTP interface. */
public final class Alertmanager {

    /** An alert that has arrived and has not ended. */
    public record Alert(
            String name,
            Map<String, String> labels,
            Map<String, String> annotations,
            List<String> receivers,
            boolean inhibited) {}

    private final Http http;

    Alertmanager(int port) {
        this.http = Http.to(port);
    }

    boolean isReady() {
        return http.isOk("/-/ready");
    }

    public List<Alert> alerts() {
        List<Alert> alerts = new ArrayList<>();
        http.getJson("/api/v2/alerts").forEach(alert -> {
            List<String> receivers = new ArrayList<>();
            alert.get("receivers")
                    .forEach(receiver -> receivers.add(receiver.get("name").asText()));
            alerts.add(new Alert(
                    alert.at("/labels/alertname").asText(),
                    texts(alert.get("labels")),
                    texts(alert.get("annotations")),
                    receivers,
                    !alert.at("/status/inhibitedBy").isEmpty()));
        });
        return alerts;
    }

    public List<Alert> alerts(String name) {
        return alerts().stream().filter(alert -> alert.name().equals(name)).toList();
    }

    private static Map<String, String> texts(com.fasterxml.jackson.databind.JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
