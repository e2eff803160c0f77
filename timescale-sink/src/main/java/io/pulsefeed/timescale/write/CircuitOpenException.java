package io.pulsefeed.timescale.write;

import org.apache.kafka.connect.errors.ConnectException;

/** Too many records of a topic are bad. The transaction must be rolled back, and the topic paused. */
final class CircuitOpenException extends ConnectException {

    private static final long serialVersionUID = 1L;

    private final String topic;

    CircuitOpenException(String topic, String message) {
        super(message);
        this.topic = topic;
    }

    String topic() {
        return topic;
    }
}
