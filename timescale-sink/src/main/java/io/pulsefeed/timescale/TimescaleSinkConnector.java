package io.pulsefeed.timescale;

import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.timescale.config.OffsetsMode;
import io.pulsefeed.timescale.config.SinkConfig;
import io.pulsefeed.timescale.config.SinkValidation;
import io.pulsefeed.timescale.offset.OffsetReset;
import io.pulsefeed.timescale.schema.TableCreator;
import io.pulsefeed.timescale.write.Database;
import io.pulsefeed.timescale.write.LoginCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;

/** Kafka Connect sink for TimescaleDB and PostgreSQL. */
public final class TimescaleSinkConnector extends SinkConnector {

    static final String TASK_NUMBER = "task.number";

    private Map<String, String> settings;

    @Override
    public String version() {
        return PluginVersion.CURRENT;
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
    public Config validate(Map<String, String> candidate) {
        SinkValidation validation = new SinkValidation(candidate, super.validate(candidate));
        validation
                .check()
                .flatMap(LoginCheck::complaint)
                .ifPresent(complaint -> validation.complain(complaint.key(), complaint.message()));
        return validation.result();
    }

    /**
     * Sets or forgets positions for {@code PATCH} and {@code DELETE /connectors/NAME/offsets}. The position that counts is the
     * one in the database; the worker sets the consumer group's beside it.
     */
    @Override
    public boolean alterOffsets(Map<String, String> connectorSettings, Map<TopicPartition, Long> offsets) {
        SinkConfig config = new SinkConfig(connectorSettings);
        if (config.offsetsMode() == OffsetsMode.KAFKA) {
            return true;
        }
        Database database = new Database(config.url(), config.user(), config.password(), config.connector());
        try (Connection connection = database.open()) {
            new TableCreator(connection).createOffsets();
            new OffsetReset(connection).apply(config.connector(), offsets);
            return true;
        } catch (SQLException e) {
            throw new ConnectException(
                    "The offsets of " + config.connector() + " could not be changed in " + database.shownUrl() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public void stop() {
        // Nothing runs here: the tasks hold all connections.
    }
}
