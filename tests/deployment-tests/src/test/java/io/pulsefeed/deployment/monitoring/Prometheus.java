package io.pulsefeed.deployment.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.testing.Http;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A running Prometheus, asked through its HTTP interface. */
public final class Prometheus {

    /** One series at one moment. */
    public record Sample(Map<String, String> labels, double value) {}

    private final Http http;

    Prometheus(int port) {
        this.http = Http.to(port);
    }

    boolean isReady() {
        return http.isOk("/-/ready");
    }

    /**
     * The answer to an instant query; a scalar is one sample without labels.
     *
     * @throws IllegalArgumentException with Prometheus's own words when it refuses the expression
     */
    public List<Sample> query(String expression) {
        JsonNode answer = http.getJson("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        if (!answer.path("status").asText().equals("success")) {
            throw new IllegalArgumentException(
                    expression + ": " + answer.path("error").asText());
        }
        JsonNode result = answer.at("/data/result");
        List<Sample> samples = new ArrayList<>();
        if (answer.at("/data/resultType").asText().equals("scalar")) {
            samples.add(new Sample(Map.of(), number(result.get(1))));
        } else {
            result.forEach(series -> samples.add(new Sample(
                    labels(series.get("metric")), number(series.get("value").get(1)))));
        }
        return samples;
    }

    /** The names of all metrics that it has had. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        http.getJson("/api/v1/label/__name__/values").get("data").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** State by job and instance: {@code up} or {@code down} with the reason, or {@code unknown} before the first scrape. */
    public Map<String, String> targets() {
        Map<String, String> targets = new TreeMap<>();
        http.getJson("/api/v1/targets?state=active")
                .at("/data/activeTargets")
                .forEach(target -> targets.put(
                        target.at("/labels/job").asText() + " "
                                + target.at("/labels/instance").asText(),
                        (target.get("health").asText() + " "
                                        + target.get("lastError").asText())
                                .strip()));
        return targets;
    }

    /** Names of the alerts that are firing. */
    public Set<String> firing() {
        Set<String> firing = new TreeSet<>();
        query("ALERTS{alertstate=\"firing\"}")
                .forEach(sample -> firing.add(sample.labels().get("alertname")));
        return firing;
    }

    private static double number(JsonNode text) {
        String number = text.asText();
        return switch (number) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(number);
        };
    }

    private static Map<String, String> labels(JsonNode metric) {
        Map<String, String> labels = new TreeMap<>();
        metric.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }
}
