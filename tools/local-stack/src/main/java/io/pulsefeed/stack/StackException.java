package io.pulsefeed.stack;

/** Why the stack cannot run. The message is one sentence for the user: what was tried, what came back, what to change. */
public final class StackException extends RuntimeException {

    private final String detail;

    public StackException(String sentence) {
        this(sentence, "");
    }

    public StackException(String sentence, Throwable cause) {
        super(sentence, cause);
        this.detail = "";
    }

    StackException(String sentence, String detail) {
        super(sentence);
        this.detail = detail;
    }

    /** The stack trace of the process in which it happened, for those who ask for it; empty where there is none. */
    public String detail() {
        return detail;
    }
}
