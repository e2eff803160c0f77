package io.pulsefeed.admin.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.FailureCause;
import io.pulsefeed.admin.state.ConnectorState.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Connectors and tasks, with one call. */
final class ConnectorsCollector implements Collector<List<ConnectorState>> {

    private static final String FAILED = "FAILED";

    private final ConnectRest worker;
    private final Sinks sinks;

    /** @param sinks is updated with each response */
    ConnectorsCollector(ConnectRest worker, Sinks sinks) {
        this.worker = worker;
        this.sinks = sinks;
    }

    @Override
    public List<ConnectorState> collect() {
        try {
            JsonNode overview = worker.overview();
            sinks.onResponse(overview);
            return overview.properties().stream()
                    .map(ConnectorsCollector::connector)
                    .sorted(Comparator.comparing(ConnectorState::name))
                    .toList();
        } catch (AdminException e) {
            sinks.onFailure();
            throw e;
        }
    }

    static ConnectorState connector(Map.Entry<String, JsonNode> entry) {
        JsonNode info = entry.getValue().path("info");
        JsonNode status = entry.getValue().path("status");
        JsonNode self = status.path("connector");
        List<TaskState> tasks = new ArrayList<>();
        String trace =
                self.path("state").asText().equals(FAILED) ? self.path("trace").asText() : "";
        for (JsonNode task : status.path("tasks")) {
            String taskTrace = task.path("trace").asText("");
            boolean hasFailed = task.path("state").asText().equals(FAILED);
            tasks.add(new TaskState(
                    task.path("id").asInt(),
                    task.path("state").asText(),
                    task.path("worker_id").asText(),
                    hasFailed ? FailureCause.of(taskTrace) : ""));
            if (trace.isEmpty() && hasFailed) {
                trace = taskTrace;
            }
        }
        return new ConnectorState(
                entry.getKey(),
                info.path("type").asText(),
                info.path("config").path("connector.class").asText(),
                self.path("state").asText(),
                List.copyOf(tasks),
                FailureCause.of(trace),
                trace);
    }
}
