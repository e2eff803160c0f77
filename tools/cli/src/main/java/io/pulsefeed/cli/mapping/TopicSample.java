package io.pulsefeed.cli.mapping;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records that were read from a topic.
 *
 * @param records by partition and offset
 * @param available number of offsets between the start and the end of the topic
 * @param replicas replication factor of the topic
 * @param compacted whether the topic keeps only the newest record of each key
 * @param end why no more records were read; empty if the wanted number was read
 */
record TopicSample(
        String topic,
        List<ConsumerRecord<byte[], byte[]>> records,
        long available,
        int partitions,
        int replicas,
        boolean compacted,
        String end) {}
