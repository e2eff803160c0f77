package io.pulsefeed.timescale.error;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;

/** How to handle a server error, by its SQLSTATE. Message texts differ between versions and languages. */
public enum SqlErrorKind {
    /** The connection is lost. The outcome of the transaction in progress is unknown. */
    CONNECTION_LOST,
    /** Deadlock or serialization failure: retry the transaction immediately. */
    RETRY_NOW,
    /** A temporary condition, or one that an operator fixes: retry with a backoff. */
    RETRY_LATER,
    DUPLICATE_KEY,
    BAD_ROW,
    /** A table or column is missing or has another type: read the schema again and retry once. */
    SCHEMA_CHANGED,
    /** Login, database or permission error: the configuration or the grants must be fixed. */
    ACCESS_DENIED,
    /** A statement that the sink must never send. */
    BUG,
    UNKNOWN;

    private static final Set<String> CONNECTION = Set.of("57P01", "57P02", "57P03", "58030");
    private static final Set<String> LATER = Set.of("55P03", "57014", "25006");
    private static final Set<String> SCHEMA =
            Set.of("42P01", "42703", "42804", "42809", "55000", "26000", "0A000", "22P04");
    private static final Set<String> NOT_NULL_AND_CHECKS = Set.of("23502", "23503", "23514", "23P01");

    public static SqlErrorKind of(SQLException error) {
        String state = error.getSQLState();
        if (state == null) {
            return hasIoCause(error) ? CONNECTION_LOST : UNKNOWN;
        }
        if (state.startsWith("08") || CONNECTION.contains(state)) {
            return CONNECTION_LOST;
        }
        if (state.equals("40001") || state.equals("40P01")) {
            return RETRY_NOW;
        }
        if (state.startsWith("53") || LATER.contains(state)) {
            return RETRY_LATER;
        }
        if (state.equals("23505")) {
            return DUPLICATE_KEY;
        }
        if (state.equals("21000")) {
            return BUG;
        }
        if (SCHEMA.contains(state)) {
            return SCHEMA_CHANGED;
        }
        if (state.startsWith("22") || state.startsWith("TS1") || NOT_NULL_AND_CHECKS.contains(state)) {
            return BAD_ROW;
        }
        return state.startsWith("28") || state.equals("3D000") || state.equals("42501") || state.equals("3F000")
                ? ACCESS_DENIED
                : UNKNOWN;
    }

    private static boolean hasIoCause(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
