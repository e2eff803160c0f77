package io.pulsefeed.timescale.offset;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/** Another task has taken over a partition; nothing that this one still holds may be written. */
public final class FencedException extends ConnectException {

    private final transient TopicPartition partition;

    public FencedException(TopicPartition partition, String connector) {
        super("Partition " + partition + " was fenced: another task of connector " + connector
                + " owns it now, and this one's rows were rolled back. Nothing is lost. If it happens again, two workers run connectors of"
                + " the same name against one database: give one of them another name.");
        this.partition = partition;
    }

    public TopicPartition partition() {
        return partition;
    }
}
