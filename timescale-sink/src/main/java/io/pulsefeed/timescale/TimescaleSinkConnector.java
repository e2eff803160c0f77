package io.pulsefeed.timescale;

import io.pulsefeed.timescale.config.SinkConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Kafka Connect sink for TimescaleDB and PostgreSQL. */
public final class TimescaleSinkConnector extends SinkConnector {

    static final String TASK_NUMBER = "task.number";

    private Map<String, String> settings;

    @Override
    public String version() {
        return Version.CURRENT;
    }

    @Override
    public ConfigDef config() {
        return SinkConfig.DEFINITION;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TimescaleSinkTask.class;
    }

    @Override
    public void start(Map<String, String> connectorSettings) {
        this.settings = connectorSettings;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int i = 0; i < maxTasks; i++) {
            Map<String, String> task = new HashMap<>(settings);
            task.put(TASK_NUMBER, Integer.toString(i));
            tasks.add(task);
        }
        return tasks;
    }

    @Override
    public void stop() {
        // Nothing runs here: the tasks hold all connections.
    }
}
