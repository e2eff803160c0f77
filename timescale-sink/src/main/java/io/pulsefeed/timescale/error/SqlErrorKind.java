package io.pulsefeed.timescale.error;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** How to handle a server error, by its SQLSTATE. Message texts differ between versions and languages. */
public enum SqlErrorKind {
    /** The connection is lost. The outcome of the transaction in progress is unknown. */
    CONNECTION_LOST,
    /** Deadlock or serialization failure: retry the transaction immediately. */
    RETRY_NOW,
    /** A temporary condition, or one that an operator fixes: retry with a backoff. */
    RETRY_LATER,
    /** The transaction exceeds a limit of the server: retry with fewer records. */
    TOO_LARGE,
    DUPLICATE_KEY,
    /** One statement contains two rows with the same key: repeat it in smaller parts. */
    REPEATED_KEY,
    BAD_ROW,
    /** The definition of a table does not match the statement: read the schema again and retry once. */
    SCHEMA_CHANGED,
    /** The permissions on a table must be fixed. */
    PERMISSION_DENIED,
    /** Login, database or connection settings: the configuration must be fixed. */
    MISCONFIGURED,
    UNKNOWN;

    private static final Set<String> CONNECTION =
            Set.of("57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04", "58030");
    private static final Set<String> LATER = Set.of("55P03", "55006", "57014", "25006");
    private static final Set<String> SCHEMA = Set.of("26000", "0A000", "22P04", "3F000", "55000");
    private static final Set<String> CONFIGURATION = Set.of("3D000", "42P05");

    /** Errors of a value: data, constraints, check options of views, limits of an index row, and errors raised by functions. */
    private static final Set<String> ROW_CLASSES = Set.of("02", "09", "20", "22", "23", "27", "38", "44", "54", "P0");

    /** Errors of class 42 that hstore, ltree and other types raise for the text of a value. */
    private static final Set<String> ROW_STATES = Set.of("42601", "42602", "42622");

    /** The remaining classes of PostgreSQL. A SQLSTATE of another class was defined by a user and raised by a trigger. */
    private static final Set<String> OTHER_CLASSES = Set.of(
            "00", "01", "03", "08", "0A", "0B", "0F", "0L", "0P", "0Z", "10", "21", "24", "25", "26", "28", "2B", "2D",
            "2F", "34", "39", "3B", "3D", "3F", "40", "42", "53", "55", "57", "58", "72", "F0", "HV", "TS", "XX");

    /** The server function that checks row-level security policies, which have the SQLSTATE of missing permissions. */
    private static final String ROW_SECURITY_CHECK = "ExecWithCheckOptions";

    /** Whether the error can be caused by the values of a row, so that the rows without it can be written. */
    public boolean canBeBadRow() {
        return this == BAD_ROW || this == UNKNOWN || this == DUPLICATE_KEY || this == REPEATED_KEY;
    }

    public static SqlErrorKind of(SQLException error) {
        String state = error.getSQLState();
        if (state == null || state.length() != 5) {
            return hasIoCause(error) ? CONNECTION_LOST : UNKNOWN;
        }
        String sqlClass = state.substring(0, 2);
        if (sqlClass.equals("08") || CONNECTION.contains(state)) {
            return CONNECTION_LOST;
        }
        if (state.equals("40001") || state.equals("40P01")) {
            return RETRY_NOW;
        }
        if (state.equals("53400")) {
            return TOO_LARGE;
        }
        if (sqlClass.equals("53") || LATER.contains(state)) {
            return RETRY_LATER;
        }
        if (state.equals("23505")) {
            return DUPLICATE_KEY;
        }
        if (state.equals("21000")) {
            return REPEATED_KEY;
        }
        if (sqlClass.equals("28") || CONFIGURATION.contains(state)) {
            return MISCONFIGURED;
        }
        return ofTable(error, state, sqlClass);
    }

    private static SqlErrorKind ofTable(SQLException error, String state, String sqlClass) {
        if (state.equals("42501")) {
            return isRowSecurity(error) ? BAD_ROW : PERMISSION_DENIED;
        }
        if (ROW_STATES.contains(state)) {
            return BAD_ROW;
        }
        if (sqlClass.equals("42") || SCHEMA.contains(state)) {
            return SCHEMA_CHANGED;
        }
        boolean raisedByRow =
                ROW_CLASSES.contains(sqlClass) || state.startsWith("TS1") || !OTHER_CLASSES.contains(sqlClass);
        return raisedByRow ? BAD_ROW : UNKNOWN;
    }

    private static boolean isRowSecurity(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            ServerErrorMessage message = cause instanceof PSQLException server ? server.getServerErrorMessage() : null;
            if (message != null && ROW_SECURITY_CHECK.equals(message.getRoutine())) {
                return true;
            }
        }
        return false;
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
