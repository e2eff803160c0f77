package io.pulsefeed.timescale.write;

import org.apache.kafka.connect.errors.ConnectException;

/** A topic cannot be prepared before a record with a schema was seen. */
final class SchemaRequiredException extends ConnectException {

    private static final long serialVersionUID = 1L;

    /** @param message for the case that the records have no schema */
    SchemaRequiredException(String message) {
        super(message);
    }
}
