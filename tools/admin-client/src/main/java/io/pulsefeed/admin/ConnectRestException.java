package io.pulsefeed.admin;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A failed call to Kafka Connect's REST API, or a connector that failed while its start was awaited. */
public final class ConnectRestException extends AdminException {

    private static final long serialVersionUID = 1L;

    private static final int NO_STATUS = 0;

    private final int httpStatus;
    private final String trace;

    private ConnectRestException(String message, @Nullable Throwable cause, int httpStatus, String trace) {
        super(message, cause);
        this.httpStatus = httpStatus;
        this.trace = trace;
    }

    static ConnectRestException of(String message) {
        return new ConnectRestException(message, null, NO_STATUS, "");
    }

    static ConnectRestException of(String message, Throwable cause) {
        return new ConnectRestException(message, cause, NO_STATUS, "");
    }

    static ConnectRestException ofStatus(int httpStatus, String message) {
        return new ConnectRestException(message, null, httpStatus, "");
    }

    static ConnectRestException ofTrace(String message, String trace) {
        return new ConnectRestException(message, null, NO_STATUS, trace);
    }

    /** HTTP status of an unsuccessful response; empty if there was no response, or a successful one that could not be read. */
    public OptionalInt httpStatus() {
        return httpStatus == NO_STATUS ? OptionalInt.empty() : OptionalInt.of(httpStatus);
    }

    /** Stack trace of the connector or task on the worker; empty if no connector failed. */
    public String trace() {
        return trace;
    }
}
