package io.pulsefeed.timescale.error;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;

/** What to do about an error of the server, by its SQLSTATE; message texts differ between versions and languages. */
public enum SqlStates {
    /** The connection or the server is gone: what was in flight may or may not be committed. */
    CONNECTION_LOST,
    /** Rolled back by the server for the sake of others: the same again at once. */
    RETRY_NOW,
    /** A condition that passes or that an operator mends: the same again later. */
    RETRY_LATER,
    DUPLICATE_KEY,
    BAD_ROW,
    /** Table or column missing or of another type: read the schema again. */
    SCHEMA_CHANGED,
    /** Login, database or rights: only a human can mend it. */
    REFUSED,
    /** Our own mistake. */
    BUG,
    UNKNOWN;

    private static final Set<String> CONNECTION = Set.of("57P01", "57P02", "57P03", "58030");
    private static final Set<String> LATER = Set.of("55P03", "57014", "25006");
    private static final Set<String> SCHEMA = Set.of("42P01", "42703", "42804", "26000", "0A000", "22P04");
    private static final Set<String> NOT_NULL_AND_CHECKS = Set.of("23502", "23503", "23514", "23P01");

    public static SqlStates of(SQLException error) {
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
                ? REFUSED
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
