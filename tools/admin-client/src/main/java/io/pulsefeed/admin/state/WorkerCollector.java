package io.pulsefeed.admin.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.admin.ConnectRest;
import java.util.Map;
import java.util.TreeMap;

/** The worker and its plugins. */
final class WorkerCollector implements Collector<WorkerState> {

    private static final String KAFKA_PACKAGE = "org.apache.kafka.";

    private final ConnectRest worker;

    WorkerCollector(ConnectRest worker) {
        this.worker = worker;
    }

    @Override
    public WorkerState collect() {
        JsonNode root = worker.worker();
        Map<String, String> plugins = new TreeMap<>();
        worker.connectorPlugins().forEach(plugin -> {
            String name = plugin.path("class").asText();
            if (!name.startsWith(KAFKA_PACKAGE)) {
                plugins.put(name, plugin.path("version").asText());
            }
        });
        return new WorkerState(
                worker.url(),
                root.path("version").asText(),
                root.path("kafka_cluster_id").asText(),
                plugins);
    }
}
