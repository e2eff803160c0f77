package io.pulsefeed.console.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * State of connectors, topics and tables at one moment.
 *
 * @param topics records by topic
 * @param tables rows by table
 * @param facts short statements for the operator, such as the version of the worker
 * @param problems sentences about what could not be read
 * @param delivery comparison with what was sent; null where that is not known
 */
public record Pipeline(
        Map<String, Long> topics,
        Map<String, Long> tables,
        List<Connector> connectors,
        List<Lag> lags,
        List<DeadLetters> deadLetters,
        List<Fact> facts,
        List<String> problems,
        @Nullable Delivery delivery) {

    /** Before anything is known. */
    public static final Pipeline EMPTY =
            new Pipeline(Map.of(), Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null);

    /**
     * A connector.
     *
     * @param type {@code source} or {@code sink}; empty if unknown
     * @param state of the connector, or of its first task that is not RUNNING
     * @param topics that it writes or reads
     * @param cause one sentence; empty while nothing failed
     * @param trace stack trace of the failure; empty while nothing failed
     */
    public record Connector(
            String name, String type, String state, int tasks, List<String> topics, String cause, String trace) {}

    /**
     * How far a sink is behind its topic.
     *
     * @param seconds age of the oldest record that is not written; null if unknown
     */
    public record Lag(String sink, String topic, long records, @Nullable Double seconds) {}

    /** Records that a sink could not write. The reason is that of the newest. */
    public record DeadLetters(String topic, String sink, long count, String reason) {}

    /** A named fact. */
    public record Fact(String name, String text) {}

    /**
     * Comparison with what was sent.
     *
     * @param waiting records that were sent and have not arrived yet
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Delivery(long lost, long duplicated, long waiting) {}

    /** The same with counts that the caller knows better. */
    public Pipeline with(Map<String, Long> topicRecords, Map<String, Long> tableRows, @Nullable Delivery result) {
        return new Pipeline(topicRecords, tableRows, connectors, lags, deadLetters, facts, problems, result);
    }

    /** The same with these states of the connectors. */
    public Pipeline withStates(Map<String, String> states) {
        Map<String, Connector> known = new TreeMap<>();
        connectors.forEach(each -> known.put(each.name(), each));
        List<Connector> changed = new ArrayList<>();
        states.forEach((name, state) -> {
            Connector each = known.getOrDefault(name, new Connector(name, "", state, 0, List.of(), "", ""));
            changed.add(
                    new Connector(name, each.type(), state, each.tasks(), each.topics(), each.cause(), each.trace()));
        });
        return new Pipeline(topics, tables, changed, lags, deadLetters, facts, problems, delivery);
    }
}
