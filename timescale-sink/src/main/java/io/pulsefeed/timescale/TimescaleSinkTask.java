package io.pulsefeed.timescale;

import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.write.SinkPipeline;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Writes records into database tables with exactly-once delivery. */
public final class TimescaleSinkTask extends SinkTask {

    private @Nullable SinkPipeline pipeline;

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }

    @Override
    public void start(Map<String, String> properties) {
        pipeline = new SinkPipeline(
                new TimescaleSinkConnectorConfig(properties), context, Clock.systemUTC(), MonotonicClock.SYSTEM);
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
        return pipeline.committed(delivered);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        pipeline.release(partitions);
    }

    /** Called without {@link #start} when the configuration of the task is invalid. */
    @Override
    public void stop() {
        if (pipeline != null) {
            pipeline.close();
        }
    }
}
