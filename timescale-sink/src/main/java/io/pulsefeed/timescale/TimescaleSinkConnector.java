package io.pulsefeed.timescale;

import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.commons.config.TaskId;
import io.pulsefeed.timescale.config.OffsetsMode;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.offset.OffsetRequest;
import io.pulsefeed.timescale.offset.OffsetReset;
import io.pulsefeed.timescale.schema.TableCreator;
import io.pulsefeed.timescale.write.Database;
import io.pulsefeed.timescale.write.LoginCheck;
import java.sql.Connection;
import java.sql.SQLException;
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

    private Map<String, String> properties = Map.of();

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }

    @Override
    public ConfigDef config() {
        return TimescaleSinkConnectorConfig.DEFINITION;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TimescaleSinkTask.class;
    }

    @Override
    public void start(Map<String, String> connectorProperties) {
        this.properties = connectorProperties;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return TaskId.split(properties, maxTasks);
    }

    @Override
    public Config validate(Map<String, String> candidate) {
        SinkConfigValidation validation = new SinkConfigValidation(candidate, super.validate(candidate));
        validation
                .validate()
                .flatMap(LoginCheck::findError)
                .ifPresent(error -> validation.addError(error.key(), error.message()));
        return validation.result();
    }

    /**
     * Sets or resets stored offsets for {@code PATCH} and {@code DELETE /connectors/NAME/offsets}. With
     * {@code offsets.mode=database} the offsets in the database are the ones that tasks start from; the worker changes those
     * of the consumer group as well, after this method. Checks the whole request before it changes a row, because the worker
     * would refuse an unknown partition only afterwards.
     */
    @Override
    public boolean alterOffsets(Map<String, String> connectorProperties, Map<TopicPartition, Long> offsets) {
        OffsetRequest.requireValid(connectorProperties, offsets);
        TimescaleSinkConnectorConfig config = new TimescaleSinkConnectorConfig(connectorProperties);
        if (config.delivery().offsetsMode() == OffsetsMode.KAFKA) {
            return true;
        }
        String connector = config.taskId().connector();
        Database database = new Database(config.connection(), connector);
        try (Connection connection = database.open()) {
            new TableCreator(connection).createOffsets();
            new OffsetReset(connection).apply(connector, offsets);
            return true;
        } catch (SQLException e) {
            throw new ConnectException(
                    "Failed to change the offsets of connector " + connector + " in " + database.displayUrl() + ": "
                            + e.getMessage() + ". Check that the database is reachable and that the user can write to"
                            + " connect_sink_offsets.",
                    e);
        }
    }

    @Override
    public void stop() {
        // The connector holds no resources; its tasks open the connections.
    }
}
