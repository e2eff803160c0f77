package io.pulsefeed.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.UserError;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the configuration of a sink says about its topics, its group, its tables and its dead letters. */
public record SinkSettings(String name, JsonNode config) {

    /** Tables of the built-in profiles, as {@code docs/timescale-sink.md} lists them. */
    private static final Map<String, List<String>> PROFILE_TABLES = Map.of(
            "rawticker", List.of("ticker_data"),
            "rawtrade", List.of("trade_data"),
            "rawarticle", List.of("article_data"),
            "rawalert", List.of("alert_data"),
            "Emotibit_rawdata", List.of("emotibit_packet", "emotibit_sample"),
            "Emotibit_processdata", List.of("emotibit_metric", "emotibit_event"));

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    /** @throws UserError if the worker has no sink of that name */
    public static SinkSettings read(ConnectRest worker, String name) {
        if (!worker.exists(name)) {
            throw new UserError("the worker has no connector " + name + "; it has: "
                    + String.join(", ", worker.connectors()) + ".");
        }
        if (!worker.type(name).equals("sink")) {
            throw new UserError(name + " is a source: it reads from outside, not from a topic. Name a sink.");
        }
        return new SinkSettings(name, worker.config(name));
    }

    /** The sink's topics among those of the cluster. */
    public List<String> topics(Collection<String> cluster) {
        String listed = text("topics");
        if (!listed.isEmpty()) {
            return COMMA.splitAsStream(listed.strip()).toList();
        }
        Pattern pattern = Pattern.compile(text("topics.regex"));
        return cluster.stream()
                .filter(topic -> pattern.matcher(topic).matches())
                .sorted()
                .toList();
    }

    /** The consumer group: Connect's own name for it, unless the configuration has another. */
    public String group() {
        String own = text("consumer.override.group.id");
        return own.isEmpty() ? "connect-" + name : own;
    }

    /** Empty when the sink has none. */
    public String deadLetterTopic() {
        return text("errors.deadletterqueue.topic.name");
    }

    /** The tables that these topics are written to. */
    public Set<String> tables(Collection<String> topics) {
        boolean builtIn = !text("profile").isEmpty() && !text("profile").equals("none");
        Set<String> tables = new LinkedHashSet<>();
        for (String topic : topics) {
            String own = text("table." + topic);
            Stream<String> named = !own.isEmpty()
                    ? COMMA.splitAsStream(own.strip())
                    : builtIn && PROFILE_TABLES.containsKey(topic)
                            ? PROFILE_TABLES.get(topic).stream()
                            : Stream.of(topic);
            named.forEach(tables::add);
        }
        return tables;
    }

    private String text(String key) {
        return config.path(key).asText("");
    }
}
