package io.pulsefeed.admin;

/**
 * A call to Kafka or Kafka Connect that failed. The message is one sentence for the user: what was tried, what came back, what
 * to change.
 */
public final class AdminException extends RuntimeException {

    private static final int NO_STATUS = 0;

    private final int httpStatus;
    private final String detail;

    public AdminException(String message) {
        this(message, null, NO_STATUS, "");
    }

    public AdminException(String message, Throwable cause) {
        this(message, cause, NO_STATUS, "");
    }

    private AdminException(String message, Throwable cause, int httpStatus, String detail) {
        super(message, cause);
        this.httpStatus = httpStatus;
        this.detail = detail;
    }

    /** An answer of the REST interface other than success. */
    static AdminException ofStatus(int httpStatus, String message) {
        return new AdminException(message, null, httpStatus, "");
    }

    /** @param detail stack trace of the worker */
    static AdminException withDetail(String message, String detail) {
        return new AdminException(message, null, NO_STATUS, detail);
    }

    /** HTTP status of the answer; 0 if there was none. */
    public int httpStatus() {
        return httpStatus;
    }

    /** Stack trace of the process in which it failed; empty if there is none. */
    public String detail() {
        return detail;
    }
}
