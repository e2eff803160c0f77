package io.pulsefeed.deployment.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A dashboard as it is shipped. */
record Dashboard(String file, JsonNode json) {

    static final String FOLDER = "monitoring/grafana/dashboards";

    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Dashboard> all() {
        return Checkout.files(FOLDER, ".json").stream().map(Dashboard::read).toList();
    }

    static Dashboard withUid(String uid) {
        return all().stream()
                .filter(dashboard -> dashboard.uid().equals(uid))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no dashboard has the uid " + uid));
    }

    private static Dashboard read(Path file) {
        try {
            return new Dashboard(file.getFileName().toString(), JSON.readTree(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is no JSON", e);
        }
    }

    String uid() {
        return json.path("uid").asText();
    }

    String title() {
        return json.path("title").asText();
    }

    /** Everything on the dashboard, rows and the panels in closed rows included. */
    List<Panel> everything() {
        List<Panel> panels = new ArrayList<>();
        for (JsonNode panel : json.path("panels")) {
            panels.add(new Panel(this, panel));
            panel.path("panels").forEach(inside -> panels.add(new Panel(this, inside)));
        }
        return panels;
    }

    /** The panels that show something. */
    List<Panel> panels() {
        return everything().stream().filter(panel -> !panel.isRow()).toList();
    }

    List<JsonNode> variables() {
        List<JsonNode> variables = new ArrayList<>();
        json.path("templating").path("list").forEach(variables::add);
        return variables;
    }

    /** The marks in time that are asked of a database, without Grafana's own. */
    List<JsonNode> annotations() {
        List<JsonNode> annotations = new ArrayList<>();
        json.path("annotations").path("list").forEach(annotation -> {
            if (annotation.path("builtIn").asInt() != 1) {
                annotations.add(annotation);
            }
        });
        return annotations;
    }
}
