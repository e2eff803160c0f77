package io.pulsefeed.timescale.error;

import org.apache.kafka.connect.errors.DataException;

/** A record that can never be written. It is reported to the dead letter topic; without one, the task fails. */
public final class BadRecordException extends DataException {

    private static final int MAX_LENGTH = 80;
    private static final int MAX_MESSAGE_LENGTH = 250;

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

    /** Omits the stack trace: a bad producer can cause one exception per record, and the trace carries no information. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** Shortens a message of the server, which can contain values of the record. */
    public static String truncateMessage(String message) {
        return message.length() <= MAX_MESSAGE_LENGTH ? message : message.substring(0, MAX_MESSAGE_LENGTH) + "..";
    }

    /** Shortens a value for an error message, so that logs never contain whole records. */
    public static String truncate(String value) {
        return value.length() <= MAX_LENGTH ? value : value.substring(0, MAX_LENGTH) + "..";
    }
}
