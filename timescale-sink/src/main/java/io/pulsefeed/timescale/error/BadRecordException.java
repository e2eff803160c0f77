package io.pulsefeed.timescale.error;

import org.apache.kafka.connect.errors.DataException;

/** A record that can never be written as it is. It goes to the dead letter topic, or fails the task where there is none. */
public final class BadRecordException extends DataException {

    private static final int SHOWN = 80;

    private final transient Reason reason;

    public BadRecordException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public BadRecordException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Found by our own checks, possibly for every record of a bad producer: a stack trace would say nothing and cost most. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** A value as an error message shows it: cut, so that no record is spelled out in a log. */
    public static String cut(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "..";
    }
}
