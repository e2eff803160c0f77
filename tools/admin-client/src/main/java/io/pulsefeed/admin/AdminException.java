package io.pulsefeed.admin;

import org.jspecify.annotations.Nullable;

/**
 * A failed call to Kafka or Kafka Connect. The message is for the user: what was tried, on which server, what came back, and what to
 * change.
 *
 * @see BrokerException
 * @see ConnectRestException
 */
public class AdminException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AdminException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static AdminException of(String message) {
        return new AdminException(message, null);
    }
}
