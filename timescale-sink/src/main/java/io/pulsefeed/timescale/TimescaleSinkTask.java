package io.pulsefeed.timescale;

import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.timescale.config.SinkConfig;
import io.pulsefeed.timescale.write.SinkPipeline;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Writes records into tables, exactly once. */
public final class TimescaleSinkTask extends SinkTask {

    private SinkPipeline pipeline;

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }

    @Override
    public void start(Map<String, String> settings) {
        SinkConfig config = new SinkConfig(settings);
        String name = config.connector() + "-" + settings.getOrDefault(TimescaleSinkConnector.TASK_NUMBER, "0");
        pipeline = new SinkPipeline(config, config.topicMappings(), context, Clock.systemUTC(), System::nanoTime, name);
        pipeline.start();
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        pipeline.open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        pipeline.put(records);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> delivered) {
        return pipeline.committed();
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        pipeline.release(partitions);
    }

    @Override
    public void stop() {
        if (pipeline != null) {
            pipeline.close();
        }
    }
}
