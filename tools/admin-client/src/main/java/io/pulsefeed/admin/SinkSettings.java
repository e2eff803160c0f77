package io.pulsefeed.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Topics, consumer group, tables and dead letter queue of a sink, read from its configuration. */
public record SinkSettings(String name, JsonNode config) {

    /** Tables of the built-in profiles, see {@code docs/timescale-sink.md}. */
    private static final Map<String, List<String>> PROFILE_TABLES = Map.of(
            "rawticker", List.of("ticker_data"),
            "rawtrade", List.of("trade_data"),
            "rawarticle", List.of("article_data"),
            "rawalert", List.of("alert_data"),
            "rawbooktop", List.of("book_data"),
            "pulsefeed_accounts", List.of("pulsefeed_source_account"),
            "Emotibit_rawdata", List.of("emotibit_packet", "emotibit_sample"),
            "Emotibit_processdata", List.of("emotibit_metric", "emotibit_event"));

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    /** @throws AdminException if the worker has no sink with this name */
    public static SinkSettings read(ConnectRest worker, String name) {
        if (!worker.exists(name)) {
            throw AdminException.of("the worker has no connector " + name + ". Its connectors are: "
                    + String.join(", ", worker.connectors()) + ".");
        }
        if (!worker.type(name).equals("sink")) {
            throw AdminException.of(name + " is a source connector. Specify a sink connector.");
        }
        return new SinkSettings(name, worker.config(name));
    }

    /** The topics that the sink consumes, of all topics of the cluster. A listed topic need not exist, for example that of order books. */
    public List<String> topics(Collection<String> allTopics) {
        String listed = text("topics");
        if (!listed.isEmpty()) {
            return COMMA.splitAsStream(listed.strip())
                    .filter(allTopics::contains)
                    .toList();
        }
        Pattern pattern = Pattern.compile(text("topics.regex"));
        return allTopics.stream()
                .filter(topic -> pattern.matcher(topic).matches())
                .sorted()
                .toList();
    }

    /** The topics that the configuration lists, whether they exist or not; empty if it has a pattern. */
    public List<String> listedTopics() {
        return COMMA.splitAsStream(text("topics").strip())
                .filter(topic -> !topic.isEmpty())
                .toList();
    }

    /** The consumer group: that of the configuration, or Connect's default. */
    public String group() {
        String override = text("consumer.override.group.id");
        return override.isEmpty() ? "connect-" + name : override;
    }

    /** The topic of the dead letter queue; empty if there is none. */
    public String deadLetterTopic() {
        return text("errors.deadletterqueue.topic.name");
    }

    /** The consumer group with which {@code redrive} marks the dead letters of a topic that it has sent again. */
    public static String redriveGroup(String deadLetterTopic) {
        return "pulsefeed-redrive-" + deadLetterTopic;
    }

    /** All tables and views of the built-in profiles. */
    public static Set<String> profileTables() {
        return PROFILE_TABLES.values().stream().flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The tables that the sink writes records of {@code topics} to. */
    public Set<String> tables(Collection<String> topics) {
        boolean builtIn = !text("profile").isEmpty() && !text("profile").equals("none");
        Set<String> tables = new LinkedHashSet<>();
        for (String topic : topics) {
            String configured = text("table." + topic);
            Stream<String> topicTables = !configured.isEmpty()
                    ? COMMA.splitAsStream(configured.strip())
                    : builtIn && PROFILE_TABLES.containsKey(topic)
                            ? PROFILE_TABLES.get(topic).stream()
                            : Stream.of(topic);
            topicTables.forEach(tables::add);
        }
        return tables;
    }

    /** The configured retention of a table: an interval, or empty text if it is switched off; empty if it is not configured. */
    public Optional<String> retention(String table) {
        return Stream.of("retention." + table, "retention")
                .filter(config::has)
                .map(this::text)
                .findFirst();
    }

    private String text(String key) {
        return config.path(key).asText("");
    }
}
