package io.pulsefeed.emotibit;

import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.commons.config.TaskId;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.record.DeviceOffsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** Source connector that streams EmotiBit devices into Kafka: packets in wall-clock time, computed metrics, and events. */
public final class EmotiBitSourceConnector extends SourceConnector {

    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> props) {
        new EmotiBitSourceConnectorConfig(props);
        properties = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return EmotiBitSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return TaskId.split(properties, maxTasks);
    }

    @Override
    public void stop() {
        // The tasks own all resources.
    }

    @Override
    public ConfigDef config() {
        return EmotiBitSourceConnectorConfig.DEFINITION;
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        ConfigValidation.validate(config, connectorConfigs);
        return config;
    }

    /** A device cannot resend the packets that a crash lost. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        return ExactlyOnceSupport.UNSUPPORTED;
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> connectorConfig) {
        return ConnectorTransactionBoundaries.UNSUPPORTED;
    }

    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
        Instant now = Instant.now();
        offsets.forEach((partition, offset) -> DeviceOffsets.validate(partition, offset, now));
        return true;
    }

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }
}
