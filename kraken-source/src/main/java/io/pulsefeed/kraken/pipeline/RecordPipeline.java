package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.commons.metrics.TaskMetrics;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** Turns the data of a task into records. All methods are called by the task thread. */
public interface RecordPipeline {

    /** Resumes after the stored offsets. */
    void resume(OffsetStorageReader reader);

    /** Returns up to {@code max} records, waiting at most {@code timeoutNs} for the first. */
    List<SourceRecord> poll(int max, long timeoutNs) throws InterruptedException;

    void register(TaskMetrics registry);
}
