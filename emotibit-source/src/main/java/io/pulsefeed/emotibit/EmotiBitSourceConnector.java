package io.pulsefeed.emotibit;

import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.emotibit.config.EmotiBitSettings;
import io.pulsefeed.emotibit.config.TaskShare;
import io.pulsefeed.emotibit.record.DeviceOffsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** Streams EmotiBit devices into Kafka: every packet in wall time, the metrics computed from them, and what went wrong. */
public final class EmotiBitSourceConnector extends SourceConnector {

    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> props) {
        EmotiBitSettings.of(props);
        properties = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return EmotiBitSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return TaskShare.split(properties, maxTasks);
    }

    @Override
    public void stop() {
        // Holds nothing: sockets belong to the tasks.
    }

    @Override
    public ConfigDef config() {
        return EmotiBitSettings.DEFINITION;
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        EmotiBitSettings.checkAcross(config, connectorConfigs);
        return config;
    }

    /** A device cannot be asked to repeat what was lost in a crash. */
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
        offsets.forEach(DeviceOffsets::check);
        return true;
    }

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }
}
