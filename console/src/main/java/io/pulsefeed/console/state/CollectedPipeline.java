package io.pulsefeed.console.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.admin.state.ConnectorState;
import io.pulsefeed.admin.state.DiskState;
import io.pulsefeed.admin.state.LedgerState;
import io.pulsefeed.admin.state.Reading;
import io.pulsefeed.admin.state.StackState;
import io.pulsefeed.admin.state.StateCollectors;
import io.pulsefeed.admin.state.StateSources;
import io.pulsefeed.admin.state.TableState;
import io.pulsefeed.console.state.Pipeline.Connector;
import io.pulsefeed.console.state.Pipeline.DeadLetters;
import io.pulsefeed.console.state.Pipeline.Fact;
import io.pulsefeed.console.state.Pipeline.Lag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The state as the collectors of {@code pulsefeed status} see it. Keeps the last known connectors while the worker is down. */
public final class CollectedPipeline implements PipelineStatus, AutoCloseable {

    private static final Duration ADMIN_LIMIT = Duration.ofSeconds(2);
    private static final long TOPICS_PAUSE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final String UNREACHABLE = "UNREACHABLE";
    private static final double GIB = 1 << 30;

    private final StateSources sources;
    private final StateCollectors collectors;
    private final boolean countsTopics;
    private final Map<String, List<String>> sourceTopics = new HashMap<>();
    private List<Connector> lastConnectors = List.of();
    private @Nullable KafkaAdmin admin;
    private long topicsReadMonoNs = System.nanoTime() - TOPICS_PAUSE_NS;

    /** @param countsTopics whether the records of the topics are read from the offsets; the caller knows them otherwise */
    public CollectedPipeline(StateSources sources, boolean countsTopics) {
        this.sources = sources;
        this.collectors = new StateCollectors(sources);
        this.countsTopics = countsTopics;
    }

    @Override
    public Pipeline read() {
        StackState state;
        try {
            state = collectors.collect();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Pipeline.EMPTY;
        }
        List<String> problems = new ArrayList<>();
        List<Lag> lags = new ArrayList<>();
        state.lag().get().orElse(List.of()).forEach(lag -> lag.topics()
                .forEach((topic, records) -> lags.add(new Lag(lag.connector(), topic, records, lag.seconds()))));
        List<Connector> connectors = connectors(state, lags);
        List<DeadLetters> letters = state.deadLetters().get().orElse(List.of()).stream()
                .map(each -> new DeadLetters(
                        each.topic(),
                        each.connector(),
                        each.count(),
                        Redaction.of(
                                each.newestOrigin().isEmpty()
                                        ? each.newestReason()
                                        : each.newestOrigin() + ": " + each.newestReason())))
                .toList();
        addProblem(problems, "lag", state.lag());
        addProblem(problems, "tables", state.tables());
        addProblem(problems, "dead letters", state.deadLetters());
        return new Pipeline(
                topics(connectors, problems), tables(state), connectors, lags, letters, facts(state), problems, null);
    }

    private static void addProblem(List<String> problems, String part, Reading<?> reading) {
        if (!reading.isPresent()) {
            problems.add("The " + part + " cannot be read: " + Redaction.of(reading.failure()));
        }
    }

    private List<Connector> connectors(StackState state, List<Lag> lags) {
        if (!state.connectors().isPresent()) {
            return lastConnectors.stream()
                    .map(known -> new Connector(
                            known.name(),
                            known.type(),
                            UNREACHABLE,
                            0,
                            known.topics(),
                            Redaction.of(state.connectors().failure()),
                            ""))
                    .toList();
        }
        List<ConnectorState> all = state.connectors().get().orElseThrow();
        readSourceTopics(all);
        Map<String, List<String>> known = new HashMap<>();
        lastConnectors.forEach(connector -> known.put(connector.name(), connector.topics()));
        List<Connector> connectors = new ArrayList<>();
        for (ConnectorState each : all) {
            List<String> topics = each.type().equals("sink")
                    ? lags.stream()
                            .filter(lag -> lag.sink().equals(each.name()))
                            .map(Lag::topic)
                            .sorted()
                            .toList()
                    : sourceTopics.getOrDefault(each.name(), List.of());
            connectors.add(new Connector(
                    each.name(),
                    each.type(),
                    each.overallState(),
                    each.tasks().size(),
                    topics.isEmpty() ? known.getOrDefault(each.name(), List.of()) : topics,
                    Redaction.of(each.cause()),
                    Redaction.of(each.trace())));
        }
        lastConnectors = List.copyOf(connectors);
        return lastConnectors;
    }

    /** The topics that a source is configured to write: the values of {@code topic} and {@code topic.*}. */
    private void readSourceTopics(List<ConnectorState> connectors) {
        if (System.nanoTime() - topicsReadMonoNs < TOPICS_PAUSE_NS
                && connectors.stream()
                        .allMatch(each -> each.type().equals("sink") || sourceTopics.containsKey(each.name()))) {
            return;
        }
        try {
            JsonNode overview = sources.worker().overview();
            for (ConnectorState each : connectors) {
                if (each.type().equals("source")) {
                    sourceTopics.put(
                            each.name(),
                            topicsOf(overview.path(each.name()).path("info").path("config")));
                }
            }
            topicsReadMonoNs = System.nanoTime();
        } catch (AdminException e) {
            // The worker has just gone; the next reading reports it.
        }
    }

    static List<String> topicsOf(JsonNode config) {
        Set<String> topics = new LinkedHashSet<>();
        config.properties().forEach(entry -> {
            String key = entry.getKey();
            boolean isTopic = key.equals("topic") || key.startsWith("topic.") && !key.startsWith("topic.creation");
            if (isTopic && !entry.getValue().asText().isBlank()) {
                topics.add(entry.getValue().asText());
            }
        });
        return List.copyOf(topics);
    }

    private Map<String, Long> topics(List<Connector> connectors, List<String> problems) {
        if (!countsTopics) {
            return Map.of();
        }
        Set<String> names = new LinkedHashSet<>();
        connectors.forEach(connector -> names.addAll(connector.topics()));
        try {
            if (admin == null) {
                admin = KafkaAdmin.create(sources.clientConfig(), ADMIN_LIMIT);
            }
            return records(admin, names);
        } catch (AdminException | KafkaException e) {
            problems.add("Kafka: " + Redaction.of(String.valueOf(e.getMessage())));
            if (admin != null) {
                admin.close();
                admin = null;
            }
            return Map.of();
        }
    }

    /** From the oldest to the newest offset, which includes the markers of transactions. */
    private static Map<String, Long> records(KafkaAdmin broker, Collection<String> names) {
        Set<String> existing = new LinkedHashSet<>(names);
        existing.retainAll(broker.topicNames());
        List<TopicPartition> partitions = broker.partitions(existing);
        Map<TopicPartition, Long> earliest = broker.earliestOffsets(partitions);
        Map<String, Long> records = new TreeMap<>();
        broker.lastStableOffsets(partitions)
                .forEach((partition, end) ->
                        records.merge(partition.topic(), end - earliest.getOrDefault(partition, 0L), Long::sum));
        return records;
    }

    private static Map<String, Long> tables(StackState state) {
        Map<String, Long> rows = new TreeMap<>();
        for (TableState table : state.tables().get().orElse(List.of())) {
            rows.put(table.table(), table.rows());
        }
        return rows;
    }

    private static List<Fact> facts(StackState state) {
        List<Fact> facts = new ArrayList<>();
        state.worker()
                .get()
                .ifPresentOrElse(
                        worker -> facts.add(new Fact("worker", "Kafka Connect " + worker.version())),
                        () -> facts.add(new Fact("worker", "does not respond")));
        state.disk().get().ifPresent(disk -> addDisk(facts, disk));
        state.gaps().get().ifPresent(gaps -> facts.add(new Fact("open gaps", Integer.toString(gaps.size()))));
        state.ledger()
                .get()
                .filter(LedgerState::exists)
                .ifPresent(ledger -> facts.add(new Fact(
                        "ledger",
                        String.format(
                                Locale.ROOT,
                                "%,d of %,d sealed hours differ",
                                ledger.incompleteHours(),
                                ledger.sealedHours()))));
        return facts;
    }

    private static void addDisk(List<Fact> facts, DiskState disk) {
        for (DiskState.Volume volume : disk.volumes()) {
            if (volume.freeBytes() != null && volume.totalBytes() != null) {
                facts.add(new Fact(
                        disk.volumes().size() == 1 ? "disk free" : "disk of broker " + volume.broker(),
                        String.format(
                                Locale.ROOT,
                                "%.1f GiB of %.1f GiB",
                                volume.freeBytes() / GIB,
                                volume.totalBytes() / GIB)));
            }
        }
        if (disk.bytesPerDay() != null) {
            facts.add(new Fact(
                    "disk lasts",
                    disk.daysLeft() == null
                            ? "more than 10 years"
                            : String.format(Locale.ROOT, "%.0f days", disk.daysLeft())));
        }
    }

    @Override
    public void close() {
        collectors.close();
        if (admin != null) {
            admin.close();
        }
    }
}
