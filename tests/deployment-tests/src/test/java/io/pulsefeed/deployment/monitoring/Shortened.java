package io.pulsefeed.deployment.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shipped Prometheus files with other addresses and quicker: every duration is divided, nothing else is touched. */
final class Shortened {

    /** Five minutes become fifteen seconds. */
    private static final int FACTOR = 20;

    private static final int SHORTEST_MS = 1_000;
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<String, Long> UNITS = Map.of("s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    /** A range, the step of a subquery, or an offset. */
    private static final Pattern IN_EXPRESSION = Pattern.compile("(?<=\\[|:|offset )(\\d+)([smhd])(?=[\\]:) ]|$)");

    private Shortened() {}

    /** Writes {@code prometheus.yml} and its rules into the folder. */
    static Path prometheus(Path folder, Map<String, Integer> ports) {
        try {
            Files.createDirectories(folder.resolve("rules"));
            Files.createDirectories(folder.resolve("targets"));
            for (Path file : Checkout.files("monitoring/prometheus/rules", ".yml")) {
                Files.writeString(folder.resolve("rules").resolve(file.getFileName()), rules(Files.readString(file)));
            }
            for (Path file : Checkout.files("monitoring/prometheus/targets", ".yml")) {
                Files.writeString(
                        folder.resolve("targets").resolve(file.getFileName()),
                        addresses(Files.readString(file), ports));
            }
            ObjectNode root =
                    (ObjectNode) YAML.readTree(addresses(Checkout.text("monitoring/prometheus/prometheus.yml"), ports));
            ((ObjectNode) root.get("global"))
                    .put("scrape_interval", "2s")
                    .put("scrape_timeout", "2s")
                    .put("evaluation_interval", "1s");
            root.get("scrape_configs").forEach(job -> ((ObjectNode) job).remove("scrape_interval"));
            Path file = folder.resolve("prometheus.yml");
            Files.writeString(file, YAML.writeValueAsString(root));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String addresses(String text, Map<String, Integer> ports) {
        String changed = text;
        for (Map.Entry<String, Integer> port : ports.entrySet()) {
            changed = changed.replaceAll(
                    "(?<=[\\[ ])" + Pattern.quote(port.getKey()) + "(?=[\\], ])", "127.0.0.1:" + port.getValue());
        }
        return changed;
    }

    static String rules(String text) throws IOException {
        JsonNode root = YAML.readTree(text);
        for (JsonNode group : root.get("groups")) {
            for (JsonNode rule : group.get("rules")) {
                ObjectNode changed = (ObjectNode) rule;
                changed.put("expr", expression(rule.get("expr").asText()));
                if (rule.has("for")) {
                    changed.put("for", duration(rule.get("for").asText()));
                }
            }
        }
        return YAML.writeValueAsString(root);
    }

    static String expression(String expression) {
        return IN_EXPRESSION.matcher(expression).replaceAll(Shortened::duration);
    }

    private static String duration(String text) {
        Matcher matcher = Pattern.compile("(\\d+)([smhd])").matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no duration: " + text);
        }
        return duration(matcher.toMatchResult());
    }

    private static String duration(MatchResult match) {
        long millis = Long.parseLong(match.group(1)) * UNITS.get(match.group(2)) / FACTOR;
        return Math.max(SHORTEST_MS, millis) + "ms";
    }
}
