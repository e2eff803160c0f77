package io.pulsefeed.timescale.offset;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/** Another task owns the partition now, or its offset was deleted. Batches of this task that contain it must not be written. */
public final class FencedException extends ConnectException {

    private final transient TopicPartition partition;

    private FencedException(TopicPartition partition, String message) {
        super(message);
        this.partition = partition;
    }

    public static FencedException ownedByAnotherTask(TopicPartition partition, String connector) {
        return new FencedException(
                partition,
                "Partition " + partition + " was fenced: another task of connector " + connector
                        + " owns it now. The rows of this task were rolled back, and no data is lost. If this happens again, two Connect"
                        + " clusters run connectors with the same name on one database: rename one of the connectors.");
    }

    static FencedException offsetDeleted(TopicPartition partition, String connector) {
        return new FencedException(
                partition,
                "connect_sink_offsets no longer has the offset of partition " + partition + " of connector " + connector
                        + ": another program deleted the row or the table. The rows of this task were rolled back, and no data is"
                        + " lost. Restart the task: it continues from the offset of its consumer group in Kafka, and writes rows"
                        + " after that offset again. A table without a unique key then has them twice.");
    }

    public TopicPartition partition() {
        return partition;
    }
}
