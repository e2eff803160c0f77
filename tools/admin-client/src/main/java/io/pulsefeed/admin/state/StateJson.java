package io.pulsefeed.admin.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The state as JSON, with numbers in fields. Its form is a stable interface: fields are added, never renamed. A part that could not be
 * collected is missing, and its reason is in {@code failures}.
 */
public final class StateJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StateJson() {}

    public static ObjectNode of(StackState state) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode failures = JSON.createObjectNode();
        root.put("at", state.at().toString());
        root.put("running", state.isRunning());
        Parts parts = new Parts(root, failures);
        parts.add("worker", state.worker(), StateJson::worker);
        parts.addAll("connectors", state.connectors(), StateJson::connector);
        parts.addAll("lag", state.lag(), StateJson::lag);
        parts.addAll("tables", state.tables(), (node, table) -> table(node, table, state.at()));
        parts.addAll("dead_letters", state.deadLetters(), StateJson::deadLetters);
        parts.addAll("events", state.events(), (node, event) -> event(node, event, state.at()));
        parts.addAll("gaps", state.gaps(), StateJson::gap);
        parts.add("disk", state.disk(), StateJson::disk);
        parts.add("ledger", state.ledger(), StateJson::ledger);
        root.set("failures", failures);
        return root;
    }

    /** Adds the parts, or the reasons of their failures. */
    private record Parts(ObjectNode root, ObjectNode failures) {

        <T> void add(String name, Reading<T> reading, BiConsumer<ObjectNode, T> writer) {
            reading.get()
                    .ifPresentOrElse(
                            value -> writer.accept(root.putObject(name), value),
                            () -> failures.put(name, reading.failure()));
        }

        <T> void addAll(String name, Reading<List<T>> reading, BiConsumer<ObjectNode, T> writer) {
            reading.get()
                    .ifPresentOrElse(
                            values -> {
                                ArrayNode array = root.putArray(name);
                                values.forEach(value -> writer.accept(array.addObject(), value));
                            },
                            () -> failures.put(name, reading.failure()));
        }
    }

    private static void ledger(ObjectNode node, LedgerState ledger) {
        node.put("exists", ledger.exists());
        node.put("records_24h", ledger.records());
        node.put("sealed_hours", ledger.sealedHours());
        node.put("incomplete_hours", ledger.incompleteHours());
        node.put("dead_letters", ledger.deadLetters());
    }

    private static void worker(ObjectNode node, WorkerState worker) {
        node.put("url", worker.url());
        node.put("version", worker.version());
        node.put("kafka_cluster_id", worker.kafkaClusterId());
        ObjectNode plugins = node.putObject("plugins");
        worker.plugins().forEach(plugins::put);
    }

    private static void connector(ObjectNode node, ConnectorState connector) {
        node.put("name", connector.name());
        node.put("type", connector.type());
        node.put("class", connector.connectorClass());
        node.put("state", connector.overallState());
        node.put("cause", connector.cause());
        ArrayNode tasks = node.putArray("tasks");
        connector.tasks().forEach(task -> tasks.addObject()
                .put("id", task.id())
                .put("state", task.state())
                .put("worker", task.worker())
                .put("cause", task.cause()));
    }

    private static void lag(ObjectNode node, SinkLag lag) {
        node.put("connector", lag.connector());
        node.put("records", lag.records());
        node.put("seconds", lag.seconds());
        putAll(node.putObject("topics"), lag.topics());
    }

    private static void table(ObjectNode node, TableState table, Instant now) {
        node.put("table", table.table());
        node.put("rows", table.rows());
        node.put("exact", table.exact());
        node.put("newest", text(table.newest()));
        node.put("age_seconds", age(table.newest(), now));
        node.put("bytes", table.bytes());
    }

    private static void deadLetters(ObjectNode node, DeadLetters queue) {
        node.put("connector", queue.connector());
        node.put("topic", queue.topic());
        node.put("count", queue.count());
        node.put("newest_reason", queue.newestReason());
        node.put("newest_origin", queue.newestOrigin());
        node.put("newest", text(queue.newest()));
    }

    private static void event(ObjectNode node, EventAge event, Instant now) {
        node.put("kind", event.kind().name().toLowerCase(Locale.ROOT));
        node.put("name", event.name());
        node.put("table", event.table());
        node.put("last", text(event.last()));
        node.put("age_seconds", age(event.last(), now));
    }

    private static void gap(ObjectNode node, PairGap gap) {
        node.put("connector", gap.connector());
        node.put("pair", gap.pair());
        node.put("waiting", gap.waiting());
    }

    private static void disk(ObjectNode node, DiskState disk) {
        ArrayNode volumes = node.putArray("volumes");
        disk.volumes().forEach(volume -> volumes.addObject()
                .put("broker", volume.broker())
                .put("free_bytes", volume.freeBytes())
                .put("total_bytes", volume.totalBytes()));
        node.put("days_left", disk.daysLeft());
        node.put("bytes_per_day", disk.bytesPerDay());
        putAll(node.putObject("topic_bytes"), disk.topicBytes());
        putAll(node.putObject("table_bytes"), disk.tableBytes());
        disk.full().forEach(node.putArray("full")::add);
    }

    private static void putAll(ObjectNode node, Map<String, Long> values) {
        values.forEach(node::put);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /** Never negative: the clock of the source may be ahead. */
    private static @Nullable Double age(@Nullable Instant time, Instant now) {
        return time == null
                ? null
                : Double.valueOf(Math.max(0, Duration.between(time, now).toMillis() / 1000.0));
    }
}
