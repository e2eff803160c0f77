package io.pulsefeed.cli;

/** A failure that the user can fix. The message has what was tried, what came back, and what to do. */
public class UserError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
