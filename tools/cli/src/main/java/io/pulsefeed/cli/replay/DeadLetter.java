package io.pulsefeed.cli.replay;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record of a dead letter topic, with the headers of {@code errors.deadletterqueue.context.headers.enable}. */
record DeadLetter(ConsumerRecord<byte[], byte[]> letter) {

    private static final String CONTEXT_PREFIX = "__connect.errors.";
    private static final int MAX_REASON_LENGTH = 160;

    TopicPartition partition() {
        return new TopicPartition(letter.topic(), letter.partition());
    }

    long offset() {
        return letter.offset();
    }

    /** The topic of the original record; empty if it is unknown. */
    String originalTopic() {
        return text("topic");
    }

    /** Topic and error message. */
    String description() {
        return (originalTopic().isEmpty() ? "unknown topic" : originalTopic()) + ": " + text("exception.message");
    }

    /** The description, shortened so that similar errors are counted together. */
    String kind() {
        String description = description();
        int length = description.indexOf(": ") + 2 + MAX_REASON_LENGTH;
        return description.length() > length ? description.substring(0, length) + "..." : description;
    }

    /**
     * The original record: same key, value, timestamp and partition, without the headers that Connect added.
     *
     * @param partitionCount partitions of the original topic now
     */
    ProducerRecord<byte[], byte[]> original(int partitionCount) {
        Integer partition = originalPartition();
        ProducerRecord<byte[], byte[]> original = new ProducerRecord<>(
                originalTopic(),
                partition != null && partition < partitionCount ? partition : null,
                letter.timestamp(),
                letter.key(),
                letter.value());
        for (Header header : letter.headers()) {
            if (!header.key().startsWith(CONTEXT_PREFIX)) {
                original.headers().add(header);
            }
        }
        return original;
    }

    /** Null if it is unknown: any producer can write to the topic. */
    private @Nullable Integer originalPartition() {
        String partition = text("partition");
        return partition.matches("[0-9]{1,9}") ? Integer.valueOf(partition) : null;
    }

    private String text(String name) {
        Header header = letter.headers().lastHeader(CONTEXT_PREFIX + name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
