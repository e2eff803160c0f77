package io.pulsefeed.stack;

/** The stack cannot start or run. The message is for the user: what was tried, what came back, and what to change. */
public final class StackException extends RuntimeException {

    private final String detail;

    public StackException(String message) {
        this(message, "");
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
        this.detail = "";
    }

    StackException(String message, String detail) {
        super(message);
        this.detail = detail;
    }

    /** Stack trace of the child process; empty if there is none. */
    public String detail() {
        return detail;
    }
}
