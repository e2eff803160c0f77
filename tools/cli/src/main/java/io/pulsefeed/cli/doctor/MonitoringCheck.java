package io.pulsefeed.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.admin.IoErrors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Targets and alerts of Prometheus. */
final class MonitoringCheck implements Check {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final String url;

    MonitoringCheck(String url) {
        this.url = url;
    }

    @Override
    public List<Finding> run() {
        try {
            List<Finding> findings = new ArrayList<>(targets(get("/api/v1/targets?state=active")));
            findings.addAll(alerts(get("/api/v1/alerts")));
            return findings;
        } catch (IOException e) {
            return List.of(Finding.fail(
                    "prometheus",
                    "no valid response from " + url + ": " + IoErrors.describe(e),
                    "Start it with docker compose --profile monitoring up -d, or specify it with --prometheus-url"));
        }
    }

    static List<Finding> targets(JsonNode response) {
        List<Finding> findings = new ArrayList<>();
        JsonNode targets = response.path("data").path("activeTargets");
        for (JsonNode target : targets) {
            String job = target.path("labels").path("job").asText();
            if (!target.path("health").asText().equals("up")) {
                findings.add(Finding.fail(
                        "target",
                        job + " at " + target.path("scrapeUrl").asText() + " is "
                                + target.path("health").asText() + ": "
                                + target.path("lastError").asText(),
                        "Check whether its container is running"));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok("targets", targets.size() + " up"));
        }
        return findings;
    }

    static List<Finding> alerts(JsonNode response) {
        List<Finding> findings = new ArrayList<>();
        for (JsonNode alert : response.path("data").path("alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                String name = alert.path("labels").path("alertname").asText();
                String summary = alert.path("annotations").path("summary").asText();
                boolean critical =
                        alert.path("labels").path("severity").asText().equals("critical");
                findings.add(new Finding(
                        critical ? Finding.Level.FAIL : Finding.Level.WARN,
                        "alert",
                        name + (summary.isEmpty() ? "" : ": " + summary),
                        "See docs/runbooks/" + name + ".md"));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok("alerts", "none firing"));
        }
        return findings;
    }

    private JsonNode get(String path) throws IOException {
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(LIMIT)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(url + path))
                                    .timeout(LIMIT)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("HTTP " + response.statusCode());
            }
            return JSON.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
