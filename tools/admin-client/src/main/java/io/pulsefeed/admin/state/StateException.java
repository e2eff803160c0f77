package io.pulsefeed.admin.state;

import org.jspecify.annotations.Nullable;

/** A part of the state cannot be read. The message is a sentence for the user. */
public final class StateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StateException(String message) {
        this(message, null);
    }

    StateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
