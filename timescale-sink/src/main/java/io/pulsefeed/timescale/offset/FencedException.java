package io.pulsefeed.timescale.offset;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/** Another task owns the partition now. Batches of this task that contain it must not be written. */
public final class FencedException extends ConnectException {

    private final transient TopicPartition partition;

    public FencedException(TopicPartition partition, String connector) {
        super("Partition " + partition + " was fenced: another task of connector " + connector
                + " owns it now. The rows of this task were rolled back, and no data is lost. If this happens again, two Connect"
                + " clusters run connectors with the same name on one database: rename one of the connectors.");
        this.partition = partition;
    }

    public TopicPartition partition() {
        return partition;
    }
}
